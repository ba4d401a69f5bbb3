package dev.rlhf.trainer.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A formula that makes a tensor makes it where its arguments lie. */
class FormulaDevicesTest {
  private static final Path SOURCES = Path.of("src/main/java/dev/rlhf/trainer");

  /** What makes a tensor out of numbers, up to the end of its line. */
  private static final Pattern MADE =
      Pattern.compile("torch\\.(?:zeros|ones|full|empty|arange|eye|linspace|tensor|rand\\w*)\\(.*");

  /** Computed once for a model, and then brought to where it lies. */
  private static final String OF_A_MODEL = "RotaryFrequencies.java";

  @Test
  void noneIsMadeOnTheCpuUnasked() throws IOException {
    List<String> made = made();
    assertThat(made).hasSizeGreaterThan(8).allMatch(line -> line.contains("device="));
  }

  private static List<String> made() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".java") && !file.endsWith(OF_A_MODEL))
          .flatMap(FormulaDevicesTest::madeIn)
          .toList();
    }
  }

  private static Stream<String> madeIn(Path file) {
    try {
      return MADE.matcher(Files.readString(file)).results().map(MatchResult::group);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
