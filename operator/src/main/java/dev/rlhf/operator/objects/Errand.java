package dev.rlhf.operator.objects;

/** What a Job and its pod do for a run as a whole, and not for one of its stages. */
public enum Errand {
  /** Fetches what the run starts from. */
  FETCH("fetcher", "fetch"),
  /** Publishes its final model. */
  PUBLISH("publisher", "publish");

  private final String component;
  private final String verb;

  Errand(String component, String verb) {
    this.component = component;
    this.verb = verb;
  }

  /** The value of the label {@code app.kubernetes.io/component}. */
  public String component() {
    return component;
  }

  /** The trainer's command for it. */
  String verb() {
    return verb;
  }

  /** The only key of its config map. */
  public String file() {
    return verb + ".yaml";
  }
}
