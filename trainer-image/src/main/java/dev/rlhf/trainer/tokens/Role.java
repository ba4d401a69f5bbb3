package dev.rlhf.trainer.tokens;

import dev.rlhf.trainer.InvalidInputException;
import java.util.Arrays;

/** Who speaks in a turn of a dialogue. */
public enum Role {
  /** Instructions that stand above the dialogue. */
  SYSTEM("system"),
  /** The person. */
  USER("user"),
  /** The model: what it says is what is learnt. */
  ASSISTANT("assistant");

  private final String id;

  Role(String id) {
    this.id = id;
  }

  /** The name in data and in chat templates. */
  public String id() {
    return id;
  }

  /**
   * The role of a name.
   *
   * @throws InvalidInputException when there is none
   */
  public static Role of(String id) {
    return Arrays.stream(values())
        .filter(role -> role.id.equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "role '%s' is not known: write system, user or assistant".formatted(id)));
  }
}
