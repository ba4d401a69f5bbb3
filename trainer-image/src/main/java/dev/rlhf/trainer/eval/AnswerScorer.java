package dev.rlhf.trainer.eval;

import dev.rlhf.trainer.tokens.Prompt;
import java.util.List;

/** Says how good answers are. */
public interface AnswerScorer {

  /** Its name in figures and tables. */
  String name();

  /**
   * Refuses prompts whose answers it cannot judge.
   *
   * @throws dev.rlhf.trainer.InvalidInputException naming the first
   */
  default void require(List<Prompt> prompts) {}

  /** One score for each answer, in their order; more is better. */
  double[] scores(List<Answer> answers);
}
