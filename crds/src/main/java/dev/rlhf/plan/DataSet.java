package dev.rlhf.plan;

import com.fasterxml.jackson.annotation.JsonValue;

/** What stages learn from, named as below {@code spec.data}. */
public enum DataSet {
  /** Dialogues to imitate. */
  DEMONSTRATIONS("demonstrations");

  private final String id;

  DataSet(String id) {
    this.id = id;
  }

  /** The name in the manifest, in {@code stage.yaml} and beside digests. */
  @JsonValue
  public String id() {
    return id;
  }
}
