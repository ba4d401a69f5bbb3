package dev.rlhf.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.manifest.GpuSeconds;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MeterTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int GPUS = 2;

  private static Instant at(long second) {
    return START.plusSeconds(second);
  }

  private static Meter running() {
    return Meter.of(null).waits(at(0), GPUS).placed(at(60)).heard(at(100), false);
  }

  private static void assertGpuSeconds(
      Meter meter, long allocated, long productive, long unsaved, long lost, long queued) {
    assertThat(meter.usage().gpuSeconds())
        .isEqualTo(new GpuSeconds(allocated, productive, unsaved, lost, queued));
  }

  @Test
  void aMinuteInTheQueueAndFortySecondsOfLoadingAreNeitherProductiveNorLost() {
    assertGpuSeconds(running(), 80, 0, 0, 0, 120);
    assertThat(running().usage().activeSeconds()).isEqualTo(40);
  }

  @Test
  void stepsAreProductiveOnceACheckpointHoldsThemAndLostWhereNoneEverWill() {
    Meter steps = running().heard(at(200), true);
    assertGpuSeconds(steps, 280, 0, 200, 0, 120);
    assertGpuSeconds(steps.settled(true), 280, 200, 0, 0, 120);
    assertGpuSeconds(
        steps.settled(true).heard(at(210), true).released(at(220)).settled(false),
        320,
        200,
        0,
        40,
        120);
  }

  @Test
  void theSameNewsCountsOnce() {
    Meter once = running().heard(at(200), true);
    assertThat(once.heard(at(200), true).placed(at(300))).isEqualTo(once);
    assertThat(once.heard(at(150), true)).as("a clock that went back").isEqualTo(once);
    Meter ended = once.released(at(210));
    assertThat(ended.released(at(999)).heard(at(999), true).evicted(at(999))).isEqualTo(ended);
  }

  @Test
  void anEvictedAttemptWaitsAgainAndWhatItDidIsSettledLater() {
    Meter evicted = running().heard(at(200), true).evicted(at(210));
    assertGpuSeconds(evicted, 300, 0, 220, 0, 120);
    assertThat(evicted.evicted(at(999))).as("it has no node to lose").isEqualTo(evicted);
    assertGpuSeconds(evicted.placed(at(310)), 300, 0, 220, 0, 320);
  }

  @Test
  void whatBeginsAnewHasAllItsTimeAndNoneOfItsCostIsForgotten() {
    Meter anew = running().released(at(200)).anew();
    assertThat(anew.usage().activeSeconds()).isZero();
    assertThat(anew.usage().countedTo()).isEqualTo(at(200).toString());
    assertGpuSeconds(anew, 280, 0, 0, 0, 120);
  }
}
