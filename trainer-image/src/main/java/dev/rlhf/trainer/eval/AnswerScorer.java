package dev.rlhf.trainer.eval;

import java.util.List;

/** Says how good answers are. */
public interface AnswerScorer {

  /** Its name in figures and tables. */
  String name();

  /** One score for each answer, in their order; more is better. */
  double[] scores(List<Answer> answers);
}
