package dev.rlhf.operator.objects;

import dev.rlhf.contract.StageEnvironment;
import dev.rlhf.manifest.Device;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.plan.ManifestStage;
import dev.rlhf.plan.Stage;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a stage's pod computes on: what the manifest names, else the GPU that its container asks
 * for, where that is one of NVIDIA's, whole or in part.
 */
public final class StageDevice {
  private static final String VENDOR = "nvidia.com/";

  private StageDevice() {}

  /** That of a stage's next attempt; of one whose pod cannot be made it makes no difference. */
  public static Device of(RLHFRun run, Stage stage) {
    try {
      return ManifestStage.device(run.getSpec(), stage)
          .orElseGet(() -> asked(TrainerPod.overlaid(run, stage)));
    } catch (UnfitPodTemplateException e) {
      return Device.CPU;
    }
  }

  private static Device asked(ResourceRequirements resources) {
    return Optional.ofNullable(resources).map(ResourceRequirements::getLimits).stream()
            .flatMap(limits -> limits.keySet().stream())
            .anyMatch(name -> name.startsWith(VENDOR))
        ? Device.CUDA
        : Device.CPU;
  }

  /** What its process is told; nothing where it computes on the CPU, as it does untold. */
  static Stream<EnvVar> variable(Device device) {
    return device == Device.CPU
        ? Stream.empty()
        : Stream.of(new EnvVar(StageEnvironment.DEVICE, device.id(), null));
  }
}
