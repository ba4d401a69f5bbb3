package dev.rlhf.operator.observe;

/** The reasons of the condition that warns of too little memory; it holds nothing up. */
public enum MemoryAdvice {
  LIMIT_BELOW_PEAK("LimitBelowPeak", "True"),
  NONE_BELOW_PEAK("NoneBelowPeak", "False");

  /** The type of that condition. */
  public static final String CONDITION = "MemoryTight";

  private final String word;
  private final String status;

  MemoryAdvice(String word, String status) {
    this.word = word;
    this.status = status;
  }

  /** The word in the condition and its event. */
  public String word() {
    return word;
  }

  /** The status of a condition with this reason. */
  public String status() {
    return status;
  }
}
