package dev.rlhf.trainer.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.contract.PeakMemory;
import dev.rlhf.plan.Stage;
import org.junit.jupiter.api.Test;

class MemoryForecastTest {
  private static final long GIB = 1L << 30;
  private static final PeakMemory PEAK = new PeakMemory(10 * GIB);

  @Test
  void lessThanItTakesIsWarnedOfWithBothNumbersAndWhatToWrite() {
    assertThat(new MemoryForecast(Stage.PPO, PEAK, 10 * GIB - 1 - GIB).warning())
        .hasValueSatisfying(
            words ->
                assertThat(words)
                    .contains("stage ppo is foreseen to take 10.0 GiB", "there are 9.0 GiB here")
                    .endsWith("stages.ppo.resources.limits.memory: 12Gi"));
  }

  @Test
  void enoughIsNotSpokenOf() {
    assertThat(new MemoryForecast(Stage.PPO, PEAK, 10 * GIB).warning()).isEmpty();
  }
}
