package dev.rlhf.trainer.eval;

import dev.rlhf.plan.Stage;
import dev.rlhf.trainer.metrics.Figure;

/** A figure of the evaluation; scorers have names of their own, so the set is open. */
record EvaluationFigure(String id, String help) implements Figure {

  @Override
  public Stage stage() {
    return Stage.EVAL;
  }
}
