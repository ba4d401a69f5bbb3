package dev.rlhf.trainer.tokens;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.model.JsonFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Whether two models read the same ids from the same text: one must be able to judge the other. */
public final class SameTokenizer {

  private static final String FILE = "tokenizer.json";

  /** How a batch was last cut and filled up; neither changes the ids of a text. */
  private static final Set<String> HARMLESS = Set.of("truncation", "padding");

  private SameTokenizer() {}

  /**
   * Compares the tokenizers of two models' folders.
   *
   * @throws InvalidInputException naming both, and the first part that differs
   */
  public static void require(Path policy, Path reward) throws IOException {
    Optional<String> part = difference(policy, reward);
    if (part.isPresent()) {
      throw new InvalidInputException(
          "the tokenizers of %s and %s differ (%s of %s): one must judge what the other says, so bring models of one tokenizer"
              .formatted(policy, reward, part.get(), FILE));
    }
  }

  /** Whether both folders have the same. */
  public static boolean isOf(Path policy, Path reward) throws IOException {
    return difference(policy, reward).isEmpty();
  }

  /** The first part that differs. */
  private static Optional<String> difference(Path policy, Path reward) throws IOException {
    ObjectNode one = JsonFile.read(policy.resolve(FILE));
    ObjectNode other = JsonFile.read(reward.resolve(FILE));
    Set<String> parts = new TreeSet<>(HARMLESS);
    for (ObjectNode tokenizer : List.of(one, other)) {
      tokenizer.fieldNames().forEachRemaining(parts::add);
    }
    parts.removeAll(HARMLESS);
    return parts.stream().filter(part -> !one.path(part).equals(other.path(part))).findFirst();
  }
}
