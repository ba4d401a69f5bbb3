package dev.rlhf.plan;

import com.fasterxml.jackson.annotation.JsonValue;

/** What stages learn from and are measured on. */
public enum DataSet {
  /** Dialogues to imitate, for SFT. */
  DEMONSTRATIONS("demonstrations"),
  /** Pairs of answers, the better one named: for the reward model, or held out for evaluation. */
  PREFERENCES("preferences"),
  /** Prompts to answer, for PPO, or held out for evaluation. */
  PROMPTS("prompts"),
  /** Texts such as the model was pre-trained on, for PPO's ptx mix. */
  PRETRAINING("pretraining"),
  /** Prompts to answer that PPO does not learn from, to tell its best checkpoint. */
  VALIDATION("validation"),
  /** Multiple-choice questions, which evaluation asks before and after. */
  UNDERSTANDING("understanding"),
  /** Held-out texts, which evaluation has the models predict. */
  TEXTS("texts");

  private final String id;

  DataSet(String id) {
    this.id = id;
  }

  /** The name in {@code stage.yaml} and beside digests. */
  @JsonValue
  public String id() {
    return id;
  }
}
