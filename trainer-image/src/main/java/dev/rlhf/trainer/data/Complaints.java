package dev.rlhf.trainer.data;

import dev.rlhf.trainer.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is wrong with the rows of a file: the first few, so that one reading finds them together.
 */
final class Complaints {
  private static final int MOST = 5;

  private final Path file;
  private final List<String> complaints = new ArrayList<>();

  Complaints(Path file) {
    this.file = file;
  }

  /** Whether there is use in reading on. */
  boolean isPatient() {
    return complaints.size() < MOST;
  }

  void add(int line, InvalidInputException wrong) {
    complaints.add("%s:%d: %s".formatted(file, line, wrong.getMessage()));
  }

  /**
   * Ends the reading.
   *
   * @throws InvalidInputException when a row is wrong, or there is none
   */
  void refuse(boolean empty) {
    if (!complaints.isEmpty()) {
      throw new InvalidInputException(String.join("\n", complaints));
    }
    if (empty) {
      throw new InvalidInputException(
          "%s holds no row: write one JSON object on each line".formatted(file));
    }
  }
}
