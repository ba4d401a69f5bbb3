package dev.rlhf.trainer.checkpoint;

/** Why a folder that has a checkpoint's name is passed over. */
public enum Flaw {
  /** It has no manifest: whoever wrote it did not come to the end. */
  UNFINISHED("unfinished"),
  /** It is not what its manifest says, or cannot be read. */
  DAMAGED("damaged"),
  /** It is a checkpoint of another run or stage. */
  FOREIGN("foreign");

  private final String id;

  Flaw(String id) {
    this.id = id;
  }

  /** The label of metrics. */
  public String id() {
    return id;
  }
}
