package dev.rlhf.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodeTest {
  @ParameterizedTest
  @CsvSource({
    "0,DONE",
    "64,INVALID",
    "65,DAMAGED",
    "69,GUARD_FAILED",
    "73,NO_SPACE",
    "75,INTERRUPTED",
    "1,ERROR",
    "137,ERROR",
    "143,ERROR"
  })
  void everyNumberHasAMeaning(int code, ExitCode meaning) {
    assertThat(ExitCode.of(code)).isEqualTo(meaning);
  }
}
