package dev.rlhf.trainer.stage;

import com.sun.management.OperatingSystemMXBean;
import dev.rlhf.contract.PeakMemory;
import dev.rlhf.manifest.Device;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.memory.ForeseenMemory;
import dev.rlhf.trainer.tensor.Lanes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * What a stage is foreseen to take of the memory that there is.
 *
 * @param there bytes that the process may take: of its container, or of the machine
 */
public record MemoryForecast(Stage stage, PeakMemory peak, long there) {

  /**
   * That of a process here; empty where nothing is foreseen, as on a GPU, where tensors do not lie
   * in that memory.
   */
  public static Optional<MemoryForecast> here(StageConfig config, Device device)
      throws IOException {
    if (device != Device.CPU) {
      return Optional.empty();
    }
    long there =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    return ForeseenMemory.of(config, Lanes.ofProcessors())
        .map(peak -> new MemoryForecast(config.stage(), peak, there));
  }

  /** A sentence for people, where there is less than it takes. */
  public Optional<String> warning() {
    return there >= peak.bytes()
        ? Optional.empty()
        : Optional.of(
            "stage %s is foreseen to take %s of memory at its peak, and there are %s here: give it more, on a cluster with %s.resources.limits.memory: %s"
                .formatted(
                    stage.id(),
                    peak,
                    PeakMemory.gibibytes(there),
                    stage.specPath(),
                    peak.quantity()));
  }
}
