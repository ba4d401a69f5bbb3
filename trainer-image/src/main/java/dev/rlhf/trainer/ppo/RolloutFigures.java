package dev.rlhf.trainer.ppo;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What an iteration's answers look like before anything is learnt from them. */
final class RolloutFigures {

  private RolloutFigures() {}

  /** A number of one response token. */
  @FunctionalInterface
  private interface OfToken {
    double at(Experience experience, int token);
  }

  static Map<PpoFigure, Double> of(List<Experience> experiences) {
    Map<PpoFigure, Double> figures = new EnumMap<>(PpoFigure.class);
    answers(experiences, figures);
    tokens(experiences, figures);
    return figures;
  }

  private static void answers(List<Experience> experiences, Map<PpoFigure, Double> figures) {
    figures.putAll(RewardSpread.of(experiences).figures());
    figures.put(PpoFigure.REWARD_NORMALIZED, answers(experiences, Experience::shapedReward).mean());
    figures.put(
        PpoFigure.RESPONSE_LENGTH,
        answers(experiences, e -> e.scored().rollout().answer().length).mean());
    figures.put(
        PpoFigure.TRUNCATED_RATE,
        answers(experiences, e -> e.scored().rollout().ended() ? 0 : 1).mean());
  }

  private static void tokens(List<Experience> experiences, Map<PpoFigure, Double> figures) {
    double logProb = tokens(experiences, (e, t) -> e.scored().logProbs()[t]).mean();
    RunningMoments advantages = tokens(experiences, (e, t) -> e.advantages()[t]);
    RunningMoments returns = tokens(experiences, (e, t) -> e.returns()[t]);
    figures.put(
        PpoFigure.KL,
        tokens(experiences, (e, t) -> e.scored().logProbs()[t] - e.scored().reference()[t]).mean());
    figures.put(PpoFigure.ENTROPY, tokens(experiences, (e, t) -> e.scored().entropies()[t]).mean());
    figures.put(PpoFigure.PERPLEXITY, Math.exp(-logProb));
    figures.put(PpoFigure.ADVANTAGE_MEAN, advantages.mean());
    figures.put(PpoFigure.ADVANTAGE_STD, advantages.deviation());
    figures.put(PpoFigure.RETURN_MEAN, returns.mean());
    figures.put(PpoFigure.VALUE_MEAN, tokens(experiences, (e, t) -> e.scored().values()[t]).mean());
    // Equal returns leave nothing to explain.
    if (returns.squares() > 0) {
      RunningMoments errors =
          tokens(experiences, (e, t) -> e.returns()[t] - e.scored().values()[t]);
      figures.put(PpoFigure.EXPLAINED_VARIANCE, 1 - errors.squares() / returns.squares());
    }
  }

  private static RunningMoments answers(
      List<Experience> experiences, ToDoubleFunction<Experience> number) {
    return RunningMoments.of(experiences.stream().mapToDouble(number).toArray());
  }

  private static RunningMoments tokens(List<Experience> experiences, OfToken number) {
    return RunningMoments.of(
        experiences.stream()
            .flatMapToDouble(
                e -> IntStream.range(0, e.returns().length).mapToDouble(t -> number.at(e, t)))
            .toArray());
  }
}
