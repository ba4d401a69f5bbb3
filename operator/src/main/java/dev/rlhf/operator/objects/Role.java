package dev.rlhf.operator.objects;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** What a Job and its pod are there for. */
public enum Role {
  /** Runs an attempt of a stage. */
  TRAINER("trainer"),
  /** Verifies, before an attempt, what it is to start from; writes nothing. */
  VERIFIER("verifier"),
  /** Reads the result of an attempt whose pod is gone; writes nothing. */
  RESULT("result");

  private final String component;

  Role(String component) {
    this.component = component;
  }

  /** The value of the label {@code app.kubernetes.io/component}. */
  public String component() {
    return component;
  }

  /** Whether an object carries this role's label. */
  public boolean isOf(HasMetadata object) {
    return component.equals(object.getMetadata().getLabels().get(Labels.COMPONENT));
  }
}
