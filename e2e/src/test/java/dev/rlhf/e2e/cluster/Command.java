package dev.rlhf.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program on the PATH, run to its end. */
public final class Command {
  private static final int MINUTES = 15;

  private Command() {}

  /**
   * What the program prints.
   *
   * @throws IllegalStateException with its output, when it fails
   */
  public static String run(String... words) {
    try {
      Path output = Files.createTempFile("command", ".log");
      try {
        return run(output, List.of(words));
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static String run(Path output, List<String> words)
      throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
    process.destroy();
    String said = Files.readString(output, StandardCharsets.UTF_8);
    if (!ended || process.exitValue() != 0) {
      throw new IllegalStateException(
          "%s %s:%n%s"
              .formatted(String.join(" ", words), ended ? "failed" : "did not end in time", said));
    }
    return said;
  }
}
