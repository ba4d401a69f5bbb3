package dev.rlhf.operator.report;

import dev.rlhf.contract.PeakMemory;
import dev.rlhf.manifest.Device;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.RunCondition;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.operator.objects.MemoryLimit;
import dev.rlhf.operator.objects.StageDevice;
import dev.rlhf.operator.observe.MemoryAdvice;
import dev.rlhf.plan.Stage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * That stages which are not done are foreseen to take more memory than the manifest gives them. Of
 * those on a GPU, whose tensors lie there, nothing is foreseen.
 */
final class MemoryWarnings {
  private MemoryWarnings() {}

  /** A sentence for each of them; empty where there is none. */
  static String of(RLHFRun run, List<StageStatus> stages) {
    return stages.stream()
        .filter(stage -> !stage.phase().isFinished())
        .flatMap(stage -> peak(run, stage).flatMap(p -> of(run, stage, p)).stream())
        .collect(Collectors.joining("; "));
  }

  /** Whether the condition is to be there: something was foreseen, by now or before. */
  static boolean isSpokenOf(RLHFRun run, List<StageStatus> stages, List<RunCondition> before) {
    return stages.stream().anyMatch(stage -> peak(run, stage).isPresent())
        || before.stream().anyMatch(c -> c.type().equals(MemoryAdvice.CONDITION));
  }

  private static Optional<PeakMemory> peak(RLHFRun run, StageStatus stage) {
    return PeakMemory.in(stage.figures())
        .filter(peak -> StageDevice.of(run, Stage.ofId(stage.name())) == Device.CPU);
  }

  private static Optional<String> of(RLHFRun run, StageStatus stage, PeakMemory peak) {
    return MemoryLimit.of(run, Stage.ofId(stage.name()))
        .filter(limit -> limit.bytes() < peak.bytes())
        .map(limit -> sentence(stage, peak, limit));
  }

  private static String sentence(StageStatus stage, PeakMemory peak, MemoryLimit limit) {
    return "stage %s is foreseen to take %s of memory at its peak, and the %s of its container is %s (%s): write %s"
        .formatted(
            stage.name(),
            peak,
            limit.kind().word(),
            limit.quantity(),
            PeakMemory.gibibytes(limit.bytes()),
            limit.field().formatted(peak.quantity()));
  }
}
