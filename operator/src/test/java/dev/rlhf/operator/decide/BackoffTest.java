package dev.rlhf.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.manifest.Retry;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  @ParameterizedTest
  @CsvSource({"1, true", "600, true", "601, false", "31536000, false", "0, false", "-5, false"})
  void itIsUnderWayForNoLongerThanThat(long seconds, boolean underWay) {
    assertThat(Backoff.isUnderWay(Instant.EPOCH, Instant.EPOCH.plusSeconds(seconds)))
        .isEqualTo(underWay);
  }

  @ParameterizedTest
  @CsvSource({
    "10s, 0, PT10S",
    "10s, 1, PT10S",
    "10s, 2, PT20S",
    "10s, 6, PT5M20S",
    "10s, 7, PT10M",
    "10s, 1000, PT10M",
    "3m, 2, PT6M",
    "1h, 1, PT10M",
    "0s, 5, PT0S"
  })
  void itDoublesUpToTenMinutesAndIsHalfOfThatAtLeast(
      String backoff, int counted, Duration longest) {
    assertThat(Backoff.after(new Retry(2, 20, backoff), counted, "uid/sft/1"))
        .isBetween(longest.dividedBy(2), longest);
  }

  @Test
  void whatFailsTogetherComesBackApartAndEachAlwaysAtItsTime() {
    var retry = new Retry(2, 20, "10m");

    assertThat(
            IntStream.range(0, 100).mapToObj(i -> Backoff.after(retry, 1, "run-%d".formatted(i))))
        .doesNotHaveDuplicates()
        .anyMatch(wait -> wait.compareTo(Duration.ofMinutes(6)) < 0)
        .anyMatch(wait -> wait.compareTo(Duration.ofMinutes(9)) > 0)
        .contains(Backoff.after(retry, 1, "run-7"));
  }
}
