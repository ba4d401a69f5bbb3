package dev.rlhf.operator.objects;

/** What a Job and its pod do for a run as a whole, and not for one of its stages. */
public enum Errand {
  /** Fetches what the run starts from. */
  FETCH("fetcher"),
  /** Publishes its final model. */
  PUBLISH("publisher");

  private final String component;

  Errand(String component) {
    this.component = component;
  }

  /** The value of the label {@code app.kubernetes.io/component}. */
  public String component() {
    return component;
  }
}
