package dev.rlhf.operator.report;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.RLHFRunStatus;
import dev.rlhf.manifest.RunPhase;
import dev.rlhf.manifest.StagePhase;
import dev.rlhf.manifest.StageProgress;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.operator.objects.CheckpointClaim;
import dev.rlhf.operator.observe.Observation;
import dev.rlhf.operator.observe.Reason;
import dev.rlhf.operator.observe.Standing;
import dev.rlhf.operator.observe.Verdict;
import dev.rlhf.plan.RunIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The status of a run: its stages, and what follows from them and from a verdict. */
public final class RunReport {
  private RunReport() {}

  /** The status in which a stage has become what is given, and the others are as they were. */
  public static RLHFRunStatus of(RLHFRun run, StageStatus stage, Verdict verdict, Instant now) {
    RLHFRunStatus before = Observation.status(run);
    boolean known = before.stages().stream().anyMatch(s -> s.name().equals(stage.name()));
    List<StageStatus> stages =
        known
            ? before.stages().stream().map(s -> s.name().equals(stage.name()) ? stage : s).toList()
            : Stream.concat(before.stages().stream(), Stream.of(stage)).toList();
    return of(run, stages, Optional.of(stage), verdict, now);
  }

  /** The status in which all stages are as they were. */
  public static RLHFRunStatus of(RLHFRun run, Verdict verdict, Instant now) {
    List<StageStatus> stages = Observation.status(run).stages();
    Optional<StageStatus> last = stages.stream().reduce((first, second) -> second);
    return of(run, stages, last, verdict, now);
  }

  /** The same status, with the claim that holds the run's checkpoints. */
  public static RLHFRunStatus withClaim(RLHFRun run, RLHFRunStatus status) {
    var identity = new RunIdentity(run.getMetadata().getName(), run.getMetadata().getUid());
    String path = run.getSpec().checkpoints().path();
    return new RLHFRunStatus(
        status.observedGeneration(),
        status.phase(),
        status.stage(),
        status.progress(),
        status.waiting(),
        CheckpointClaim.name(run),
        path == null ? identity.folder() : path + "/" + identity.folder(),
        status.stages(),
        status.conditions());
  }

  private static RLHFRunStatus of(
      RLHFRun run,
      List<StageStatus> stages,
      Optional<StageStatus> current,
      Verdict verdict,
      Instant now) {
    RLHFRunStatus before = Observation.status(run);
    long generation = Objects.requireNonNullElse(run.getMetadata().getGeneration(), 0L);
    return new RLHFRunStatus(
        generation,
        phase(stages, verdict.reason().standing()),
        current.map(StageStatus::name).orElse(null),
        current.map(StageStatus::progress).map(RunReport::progress).orElse(null),
        waiting(verdict.reason()),
        before.claimName(),
        before.folder(),
        stages,
        Conditions.of(verdict, generation, now, before.conditions()));
  }

  private static RunPhase phase(List<StageStatus> stages, Standing standing) {
    return switch (standing) {
      case COMPLETE -> RunPhase.COMPLETE;
      case FAILED -> RunPhase.FAILED;
      case RUNNING, WAITING, STALLED ->
          stages.stream().anyMatch(RunReport::hasBegun) ? RunPhase.RUNNING : RunPhase.PENDING;
    };
  }

  private static boolean hasBegun(StageStatus stage) {
    return stage.startedAt() != null || stage.phase() == StagePhase.SUCCEEDED;
  }

  private static String progress(StageProgress progress) {
    return progress.total() == null || progress.total() == 0
        ? null
        : "%d/%d".formatted(progress.step(), progress.total());
  }

  private static String waiting(Reason reason) {
    return switch (reason.standing()) {
      case WAITING, STALLED -> reason.word();
      case COMPLETE, FAILED, RUNNING -> null;
    };
  }
}
