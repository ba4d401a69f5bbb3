package dev.rlhf.operator.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.manifest.Retry;
import java.time.Duration;
import java.time.Instant;
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
  void itDoublesUpToTenMinutes(String backoff, int counted, Duration wait) {
    assertThat(Backoff.after(new Retry(2, 20, backoff), counted)).isEqualTo(wait);
  }
}
