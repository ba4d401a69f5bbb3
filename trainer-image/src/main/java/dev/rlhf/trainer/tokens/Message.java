package dev.rlhf.trainer.tokens;

import dev.rlhf.trainer.InvalidInputException;

/**
 * One turn of a dialogue.
 *
 * @param content what is said; never blank
 */
public record Message(Role role, String content) {

  public Message {
    if (content.isBlank()) {
      throw new InvalidInputException(
          "the %s's turn is empty: write its content, or leave the row out".formatted(role.id()));
    }
    if (content.codePoints().anyMatch(Message::isLoneSurrogate)) {
      throw new InvalidInputException(
          "the %s's turn holds half of a surrogate pair, which is no character: write whole characters"
              .formatted(role.id()));
    }
  }

  private static boolean isLoneSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
