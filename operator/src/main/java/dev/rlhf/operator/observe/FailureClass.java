package dev.rlhf.operator.observe;

/** Whose failure it was that ended an attempt; each is budgeted apart. */
public enum FailureClass {
  /** The user's: no further attempt can help. */
  INVALID("invalid"),
  /** What the stage learns goes wrong, as a guard of the manifest says. */
  GUARD("guard"),
  /** What the stage starts from is not what was made; it waits until that is mended. */
  DAMAGED("damaged"),
  /** Nobody's: the time is over that the manifest allows. */
  DEADLINE("deadline"),
  /** The infrastructure's: the process was cut off. */
  DISRUPTION("disruption"),
  /** The process's own. */
  ERROR("error");

  private final String id;

  FailureClass(String id) {
    this.id = id;
  }

  /** The value of the metrics' label. */
  public String id() {
    return id;
  }
}
