package dev.rlhf.operator.observe;

/** What a run does; each is a condition that holds while the others do not. */
public enum Standing {
  COMPLETE("Complete"),
  FAILED("Failed"),
  RUNNING("Running"),
  /** Holds still, on the user's word. */
  SUSPENDED("Suspended"),
  /** For something that comes by itself, or that somebody else is at. */
  WAITING("Waiting"),
  /** For what waiting cannot heal: somebody has to act. */
  STALLED("Stalled");

  private final String condition;

  Standing(String condition) {
    this.condition = condition;
  }

  /** The type of the condition. */
  public String condition() {
    return condition;
  }
}
