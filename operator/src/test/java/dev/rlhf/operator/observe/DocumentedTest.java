package dev.rlhf.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every word that a status may say is explained. */
class DocumentedTest {
  static Stream<String> words() {
    return Stream.of(
            Arrays.stream(Reason.values()).map(Reason::word),
            Arrays.stream(EndReason.values()).map(EndReason::word),
            Arrays.stream(MemoryAdvice.values()).map(MemoryAdvice::word))
        .flatMap(words -> words);
  }

  @ParameterizedTest
  @MethodSource("words")
  void aReasonStandsInTheManual(String word) throws IOException {
    assertThat(Files.readString(Path.of("../docs/operations.md"))).contains("`" + word + "`");
  }
}
