package dev.rlhf.trainer.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.rlhf.trainer.InvalidInputException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComputeDeviceTest {

  @Test
  void untoldItIsTheCpuAndSoIsAllThatItsManagersMake() {
    try (NDManager manager = ComputeDevice.of(Map.of()).manager();
        NDManager inner = manager.newSubManager()) {
      assertThat(inner.create(new long[] {1}).getDevice()).isEqualTo(Device.cpu());
    }
    assertThat(ComputeDevice.of(Map.of("RLHF_DEVICE", "cpu"))).isEqualTo(ComputeDevice.CPU);
  }

  @Test
  void aWordThatIsNoneIsRefusedWithThoseThatAre() {
    assertThatThrownBy(() -> ComputeDevice.of(Map.of("RLHF_DEVICE", "gpu")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "the environment's variable RLHF_DEVICE is 'gpu': set it to one of cpu, cuda, or leave it out");
  }

  /** The library of tests has no CUDA. */
  @Test
  void aGpuThatTheLibraryCannotUseIsRefused() {
    assertThatThrownBy(() -> ComputeDevice.of(Map.of("RLHF_DEVICE", "cuda")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("RLHF_DEVICE")
        .hasMessageContaining("the PyTorch 2.7.1 here is built for the CPU alone")
        .hasMessageContaining("run the trainer's image for GPUs, or write device: cpu");
  }
}
