package dev.rlhf.manifest;

/** What the schema says of training, for every stage that trains; a message begins with a name. */
final class TrainingRules {
  static final String EPOCHS = "self >= 1 && self <= 10000";
  static final String EPOCHS_MESSAGE = "epochs must lie between 1 and 10000";

  /** Of a batch, in whatever it is counted. */
  static final String BATCH = "self >= 1 && self <= 65536";

  static final String BATCH_MESSAGE = " must lie between 1 and 65536";

  /** What follows the word for what is counted. */
  static final String MICRO_BATCH =
      " that are in memory at a time; 8 where left out. Changes memory and speed, never the"
          + " gradient.";

  static final String LEARNING_RATE = "self > 0.0 && self <= 1.0";

  /** What follows is an example. */
  static final String LEARNING_RATE_MESSAGE = " must be greater than 0 and at most 1, for example ";

  static final String LENGTH = "self >= 2 && self <= 1048576";
  static final String LENGTH_MESSAGE = "maxLength must lie between 2 and 1048576";

  static final String RESPONSE_LENGTH = "self >= 1 && self <= 1048576";
  static final String RESPONSE_LENGTH_MESSAGE = "maxResponseLength must lie between 1 and 1048576";

  static final String ACTIVATION_CHECKPOINTING =
      "Whether each layer is computed a second time when its gradients are taken, so that only its"
          + " input is in memory until then; false where left out. Less memory, more time, the same"
          + " bits.";

  static final String PRECISION =
      "Numbers that the stage's models compute with: fp32 (where left out) or bf16. Weights that"
          + " learn, moments, losses, log-probabilities and rewards are fp32 in either.";

  private TrainingRules() {}
}
