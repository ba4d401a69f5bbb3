package dev.rlhf.trainer.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file with the numbers of processes, one a line.
 *
 * <p>A process outlives the one that started it where that was killed, and it may be stopped only.
 * The system gives a number again after long: then another's process is taken for one of these,
 * which costs room on the disk and nothing else.
 */
record ProcessNumbers(Path file) {

  /** Those that are still there. */
  List<Long> alive() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    return Files.readAllLines(file).stream()
        .filter(line -> line.matches("\\d{1,18}"))
        .map(Long::parseLong)
        .filter(number -> ProcessHandle.of(number).map(ProcessHandle::isAlive).orElse(false))
        .toList();
  }

  /** Adds a process, and forgets those that are gone. */
  void add(Process process) throws IOException {
    List<Long> numbers = new ArrayList<>(alive());
    numbers.add(process.pid());
    Files.write(file, numbers.stream().map(String::valueOf).toList());
  }
}
