package dev.rlhf.trainer.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is foreseen holds of an allocator that is set so wherever a stage runs. */
class AllocatorSettingTest {

  private static final String NAME = "GLIBC_TUNABLES";
  private static final String PAGES = "THP_MEM_ALLOC_ENABLE";

  @ParameterizedTest
  @ValueSource(strings = {"../rlhf", "Dockerfile", "../e2e/bench/run", "../e2e/bench/leak"})
  void isThatOfTheTests(String file) throws IOException {
    String text = Files.readString(Path.of(file));
    assertThat(text).containsPattern(NAME + "=\\S*" + System.getenv(NAME));
    assertThat(text).containsPattern(PAGES + "\\W+" + System.getenv(PAGES));
  }
}
