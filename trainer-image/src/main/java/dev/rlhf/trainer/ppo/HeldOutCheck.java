package dev.rlhf.trainer.ppo;

import dev.rlhf.plan.PpoSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Has the policy answer held-out prompts, every time with the same draws, and tells how they are
 * liked and how far they are from the SFT model.
 */
record HeldOutCheck(
    PpoSettings settings, PpoMax recipe, AnswerSampler sampler, RolloutScorer scorer, Draws draws) {

  /** Both figures, or none where {@code givenUp} says so. */
  Optional<Map<PpoFigure, Double>> of(List<long[]> prompts, BooleanSupplier givenUp)
      throws IOException {
    List<ScoredRollout> answers = new ArrayList<>();
    int size = settings.rolloutBatchSize();
    for (int from = 0; from < prompts.size(); from += size) {
      List<long[]> part = prompts.subList(from, Math.min(from + size, prompts.size()));
      Optional<Drawing> drawn = sampler.answer(part, draws.validation(from), givenUp);
      if (drawn.isEmpty()) {
        return Optional.empty();
      }
      Optional<List<ScoredRollout>> scored =
          scorer.score(drawn.get(), plan(drawn.get().rollouts()), givenUp);
      if (scored.isEmpty()) {
        return Optional.empty();
      }
      answers.addAll(scored.get());
    }
    Map<PpoFigure, Double> figures = new EnumMap<>(PpoFigure.class);
    figures.put(PpoFigure.HELD_OUT_REWARD, recipe.rewards(answers).mean());
    figures.put(PpoFigure.HELD_OUT_KL, kl(answers));
    return Optional.of(figures);
  }

  private EpochPlan plan(List<Rollout> rollouts) {
    return EpochPlan.of(
        IntStream.range(0, rollouts.size()).toArray(),
        rollouts.stream().mapToInt(Rollout::length).toArray(),
        rollouts.size(),
        settings.microBatchSize());
  }

  private static double kl(List<ScoredRollout> answers) {
    return answers.stream()
        .flatMapToDouble(
            answer ->
                IntStream.range(0, answer.logProbs().length)
                    .mapToDouble(t -> (double) answer.logProbs()[t] - answer.reference()[t]))
        .average()
        .orElseThrow();
  }
}
