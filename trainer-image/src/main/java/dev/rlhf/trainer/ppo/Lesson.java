package dev.rlhf.trainer.ppo;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * An iteration whose answers are drawn and judged, and how far it has been learnt from. A stage may
 * end in the midst of it: a checkpoint holds it then.
 *
 * @param klCoefficient that the answers were judged with
 * @param drawingSeconds that drawing took
 * @param scoringSeconds that scoring took
 */
record Lesson(
    List<Experience> experiences,
    double klCoefficient,
    double drawingSeconds,
    double scoringSeconds,
    UpdateLog log) {

  static Lesson begin(
      List<Experience> experiences,
      double klCoefficient,
      double drawingSeconds,
      double scoringSeconds) {
    return new Lesson(
        experiences, klCoefficient, drawingSeconds, scoringSeconds, UpdateLog.begin());
  }

  /** The iteration's figures, once it is learnt. */
  Map<PpoFigure, Double> figures(
      ScheduledOptimizer policy, ScheduledOptimizer critic, double learningSeconds) {
    double tokens = experiences.stream().mapToInt(e -> e.scored().rollout().length()).sum();
    double seconds = drawingSeconds + scoringSeconds + learningSeconds;
    Map<PpoFigure, Double> figures = new EnumMap<>(RolloutFigures.of(experiences));
    figures.putAll(log.figures(policy, critic));
    figures.put(PpoFigure.KL_COEFFICIENT, klCoefficient);
    figures.put(PpoFigure.TOKENS, tokens);
    figures.put(PpoFigure.TOKENS_PER_SECOND, seconds > 0 ? tokens / seconds : 0);
    figures.put(PpoFigure.ROLLOUT_SECONDS, drawingSeconds);
    figures.put(PpoFigure.SCORING_SECONDS, scoringSeconds);
    figures.put(PpoFigure.UPDATE_SECONDS, learningSeconds);
    return figures;
  }
}
