package dev.rlhf.manifest;

/** What the schema says of {@code activeDeadlineSeconds}, wherever it stands. */
final class DeadlineRules {
  static final String SECONDS = "self >= 1 && self <= 2147483647";
  static final String SECONDS_MESSAGE = "activeDeadlineSeconds must lie between 1 and 2147483647";

  /** The description of a stage's own. */
  static final String OF_STAGE =
      "Seconds for which the stage's pods may be on a node, all attempts together; then the stage"
          + " fails and its newest checkpoint stays. No limit where left out.";

  private DeadlineRules() {}
}
