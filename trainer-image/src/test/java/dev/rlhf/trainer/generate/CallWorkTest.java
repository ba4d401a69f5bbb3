package dev.rlhf.trainer.generate;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import org.junit.jupiter.api.Test;

class CallWorkTest {

  @Test
  void smallModelsDoMuchInOneCall() {
    CallWork work = new CallWork(100_000, Device.cpu());
    assertThat(work.tokens()).isEqualTo(16_384);
    assertThat(work.steps(8)).isEqualTo(32);
  }

  @Test
  void largeModelsDoLessButAlwaysGoOn() {
    CallWork work = new CallWork(100_000_000, Device.cpu());
    assertThat(work.tokens()).isEqualTo(1_000);
    assertThat(work.steps(10)).isEqualTo(10);
    assertThat(new CallWork(1_000_000_000_000L, Device.cpu()).tokens()).isEqualTo(1);
    assertThat(new CallWork(1_000_000_000_000L, Device.cpu()).steps(64)).isEqualTo(1);
  }

  @Test
  void aGpuDoesAHundredTimesAsMuchInOneCall() {
    CallWork work = new CallWork(1_000_000_000, Device.gpu());
    assertThat(work.tokens()).isEqualTo(100 * new CallWork(1_000_000_000, Device.cpu()).tokens());
    assertThat(work.steps(50)).isEqualTo(20);
  }
}
