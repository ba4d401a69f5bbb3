package dev.rlhf.trainer.eval;

import dev.rlhf.trainer.data.EncodedPrompt;
import java.util.List;

/** Says how good answers are. */
public interface AnswerScorer extends AutoCloseable {

  /** Its name in figures and tables. */
  String name();

  /**
   * Refuses prompts whose answers it cannot judge.
   *
   * @param maxResponseLength tokens of an answer at most
   * @throws dev.rlhf.trainer.InvalidInputException naming the first
   */
  default void require(List<EncodedPrompt> prompts, int maxResponseLength) {}

  /** One score for each answer, in their order; more is better. */
  double[] scores(List<Answer> answers);

  @Override
  default void close() {}
}
