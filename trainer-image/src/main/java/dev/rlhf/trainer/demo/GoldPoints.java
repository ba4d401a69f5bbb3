package dev.rlhf.trainer.demo;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The hidden rule's points; {@code gold.yaml} has them and says what each is for. */
record GoldPoints(
    double helpful,
    double opening,
    double closing,
    double misplaced,
    double rude,
    double evasive,
    double astray,
    double broken,
    double again,
    @JsonProperty("long") double longer,
    double cut) {

  static GoldPoints load() {
    return World.load("gold.yaml", GoldPoints.class);
  }
}
