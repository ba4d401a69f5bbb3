package dev.rlhf.plan;

/** What must hold of a {@code stage.yaml}, which may be written by hand. */
final class Requirement {
  private Requirement() {}

  /**
   * Refuses a value.
   *
   * @throws IllegalArgumentException with a sentence that says what to write
   */
  static void that(boolean holds, String sentence, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(sentence.formatted(values));
    }
  }

  /** Refuses what no stage can train by that passes over rows. */
  static void ofTraining(
      int epochs,
      int batchSize,
      int microBatchSize,
      double learningRate,
      OptimizerSettings optimizer,
      int maxLength) {
    that(epochs >= 1, "settings.epochs is %d: write 1 or more", epochs);
    that(batchSize >= 1, "settings.batchSize is %d: write 1 or more", batchSize);
    that(microBatchSize >= 1, "settings.microBatchSize is %d: write 1 or more", microBatchSize);
    that(learningRate > 0, "settings.learningRate is %s: write a number above 0", learningRate);
    that(optimizer != null, "settings.optimizer is missing: write all its settings");
    that(maxLength >= 2, "settings.maxLength is %d: write 2 or more", maxLength);
  }
}
