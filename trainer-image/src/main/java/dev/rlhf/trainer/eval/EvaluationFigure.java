package dev.rlhf.trainer.eval;

import dev.rlhf.trainer.metrics.Figure;

/** A figure of the evaluation; scorers have names of their own, so the set is open. */
record EvaluationFigure(String id, String help) implements Figure {

  @Override
  public String metric() {
    return "rlhf_eval_" + id;
  }
}
