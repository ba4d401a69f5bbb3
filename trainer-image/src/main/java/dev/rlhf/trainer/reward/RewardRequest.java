package dev.rlhf.trainer.reward;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What is posted to a service.
 *
 * @param version of the protocol
 * @param reward its name in the manifest
 */
record RewardRequest(int version, String reward, List<Item> answers) {
  static final int VERSION = 1;

  /** An answer. */
  record Item(
      int row,
      List<Turn> prompt,
      String answer,
      @JsonProperty("prompt_tokens") int promptTokens,
      @JsonProperty("answer_tokens") int answerTokens,
      boolean ended) {}

  /** A turn of the prompt. */
  record Turn(String role, String content) {}

  static RewardRequest of(String reward, List<JudgedAnswer> batch) {
    return new RewardRequest(VERSION, reward, batch.stream().map(RewardRequest::item).toList());
  }

  private static Item item(JudgedAnswer answer) {
    return new Item(
        answer.row(),
        answer.prompt().stream()
            .map(message -> new Turn(message.role().id(), message.content()))
            .toList(),
        answer.answer(),
        answer.promptTokens(),
        answer.answerTokens(),
        answer.ended());
  }
}
