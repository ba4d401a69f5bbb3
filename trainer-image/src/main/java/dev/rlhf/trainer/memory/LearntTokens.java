package dev.rlhf.trainer.memory;

/**
 * Tokens of a micro-batch that logits are computed for.
 *
 * @param count how many
 * @param copies tensors as large as a chunk's logits that the loss and its gradient take at a time
 */
record LearntTokens(long count, int copies) {

  /** A reward alone is learnt. */
  static final LearntTokens NONE = new LearntTokens(0, 0);

  /** Logits and log-softmax, which becomes the logits' gradient. */
  static LearntTokens byCrossEntropy(long count) {
    return new LearntTokens(count, 2);
  }

  /** Logits, which an entropy may still be taken of, log-softmax, its gradient and the logits'. */
  static LearntTokens byLogProbabilities(long count) {
    return new LearntTokens(count, 4);
  }
}
