package dev.rlhf.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PeakMemoryTest {
  private static final long GIB = 1L << 30;

  @Test
  void isOneOfAStagesFigures() {
    assertThat(PeakMemory.in(Map.of(PeakMemory.FIGURE, 10.0))).contains(new PeakMemory(10));
    assertThat(PeakMemory.in(Map.of("loss", 10.0))).isEmpty();
    assertThat(PeakMemory.in(Map.of(PeakMemory.FIGURE, Double.NaN))).isEmpty();
    assertThat(PeakMemory.in(Map.of(PeakMemory.FIGURE, 0.0))).isEmpty();
    assertThat(PeakMemory.in(null)).isEmpty();
  }

  @Test
  void aContainerNeedsAFifthMoreInWholeGibibytes() {
    assertThat(new PeakMemory(5 * GIB).quantity()).isEqualTo("6Gi");
    assertThat(new PeakMemory(5 * GIB + 1).quantity()).isEqualTo("7Gi");
    assertThat(new PeakMemory(1).quantity()).isEqualTo("1Gi");
  }

  @Test
  void peopleReadOneDecimal() {
    assertThat(new PeakMemory(3 * GIB / 2)).hasToString("1.5 GiB");
  }

  @Test
  void aProcessWithoutMemoryIsNone() {
    assertThatThrownBy(() -> new PeakMemory(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
