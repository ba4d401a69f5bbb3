package dev.rlhf.trainer.ppo;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** An iteration that is over: its answers and its figures. */
record Iteration(List<Experience> experiences, Map<PpoFigure, Double> figures) {

  static Iteration of(List<Experience> experiences, Map<PpoFigure, Double> update) {
    Map<PpoFigure, Double> figures = RolloutFigures.of(experiences);
    figures.putAll(update);
    return new Iteration(experiences, figures);
  }

  /** The same with the seconds that its parts took. */
  Iteration took(double drawing, double scoring, double learning) {
    Map<PpoFigure, Double> timed = new EnumMap<>(figures);
    double tokens = experiences.stream().mapToInt(e -> e.scored().rollout().length()).sum();
    double seconds = drawing + scoring + learning;
    timed.put(PpoFigure.TOKENS, tokens);
    timed.put(PpoFigure.TOKENS_PER_SECOND, seconds > 0 ? tokens / seconds : 0);
    timed.put(PpoFigure.ROLLOUT_SECONDS, drawing);
    timed.put(PpoFigure.SCORING_SECONDS, scoring);
    timed.put(PpoFigure.UPDATE_SECONDS, learning);
    return new Iteration(experiences, timed);
  }
}
