package dev.rlhf.operator.report;

import dev.rlhf.manifest.FetchedSource;
import dev.rlhf.manifest.PublishedModel;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.RLHFRunStatus;
import dev.rlhf.manifest.Restart;
import dev.rlhf.manifest.RunPhase;
import dev.rlhf.manifest.StagePhase;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.operator.objects.CheckpointClaim;
import dev.rlhf.operator.observe.Observation;
import dev.rlhf.operator.observe.Reason;
import dev.rlhf.operator.observe.Standing;
import dev.rlhf.operator.observe.Verdict;
import dev.rlhf.plan.RunIdentity;
import dev.rlhf.plan.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The status of a run: its stages, and what follows from them and from what is said of them. */
public final class RunReport {
  private RunReport() {}

  /**
   * The status in which the stages under way have become what is given, and the others are as they
   * were.
   *
   * <p>A stage that fails is the run's end once no other one is under way.
   */
  public static RLHFRunStatus of(RLHFRun run, List<StageReport> underWay, Instant now) {
    List<StageStatus> stages = merged(Observation.status(run).stages(), underWay);
    List<StageReport> open = underWay.stream().filter(StageReport::isOpen).toList();
    List<StageReport> causes = causes(stages);
    if (causes.isEmpty()) {
      return of(run, stages, open.isEmpty() ? underWay : open, now);
    }
    return of(
        run,
        stages,
        open.isEmpty() ? causes : open.stream().map(r -> doomed(r, causes)).toList(),
        now);
  }

  /** The status in which no stage is under way any more. */
  public static RLHFRunStatus ended(RLHFRun run, Instant now) {
    return causes(Observation.status(run).stages()).isEmpty()
        ? of(run, new Verdict(Reason.ALL_STAGES_COMPLETE, "every stage is done"), now)
        : of(run, List.of(), now);
  }

  /** The status in which all stages are as they were. */
  public static RLHFRunStatus of(RLHFRun run, Verdict verdict, Instant now) {
    List<StageStatus> stages = Observation.status(run).stages();
    List<StageReport> last =
        stages.isEmpty()
            ? List.of()
            : List.of(new StageReport(stages.get(stages.size() - 1), verdict));
    return of(run, stages, Columns.of(last), List.of(verdict), now);
  }

  /** The status in which the stages that are to begin anew have done so. */
  public static RLHFRunStatus restarted(
      RLHFRun run, Set<Stage> anew, Set<Stage> fromFirstStep, Instant now) {
    Restart wish = run.getSpec().restart();
    var verdict =
        new Verdict(
            Reason.PREPARING, "the run goes back to stage %s".formatted(wish.from().stage()));
    List<StageReport> reports =
        anew.stream()
            .map(
                stage ->
                    StageReport.of(
                        begunAnew(run, stage, fromFirstStep.contains(stage), now), verdict))
            .toList();
    List<StageStatus> stages = merged(Observation.status(run).stages(), reports);
    return with(of(run, stages, reports.subList(0, 1), now), wish, now);
  }

  private static StageStatus begunAnew(
      RLHFRun run, Stage stage, boolean fromFirstStep, Instant now) {
    StageStatus known =
        Observation.stage(run, stage).orElseGet(() -> StageStatus.pending(stage.id()));
    StageDraft anew = StageDraft.from(known).anew(now);
    return (fromFirstStep ? anew.fromFirstStep() : anew).status();
  }

  private static RLHFRunStatus with(RLHFRunStatus status, Restart restart, Instant now) {
    return RunDraft.from(status)
        .active(RunClock.anew(status.active(), now))
        .restart(restart)
        .status();
  }

  /** The same status, with the claim that holds the run's checkpoints. */
  public static RLHFRunStatus withClaim(RLHFRun run, RLHFRunStatus status) {
    var identity = new RunIdentity(run.getMetadata().getName(), run.getMetadata().getUid());
    String path = run.getSpec().checkpoints().path();
    return RunDraft.from(status)
        .claim(
            CheckpointClaim.name(run),
            path == null ? identity.folder() : path + "/" + identity.folder())
        .status();
  }

  /** The same status, with what was fetched for the run. */
  public static RLHFRunStatus withSources(RLHFRunStatus status, List<FetchedSource> sources) {
    return RunDraft.from(status).sources(sources).status();
  }

  /** The same status, with where the final model was published. */
  public static RLHFRunStatus withOutput(RLHFRunStatus status, PublishedModel output) {
    return RunDraft.from(status).output(output).status();
  }

  private static List<StageStatus> merged(List<StageStatus> before, List<StageReport> reports) {
    List<StageStatus> stages = new ArrayList<>(before);
    for (StageReport report : reports) {
      StageStatus stage = report.status();
      stages.replaceAll(
          known -> known.name().equals(stage.name()) ? following(known, stage) : known);
      if (!stages.contains(stage)) {
        stages.add(stage);
      }
    }
    return stages;
  }

  /** The table of phases in the manual is what all tests go by. */
  private static StageStatus following(StageStatus known, StageStatus next) {
    assert known.phase() == next.phase() || known.phase().next().contains(next.phase())
        : "stage %s from %s to %s".formatted(known.name(), known.phase(), next.phase());
    return next;
  }

  private static List<StageReport> causes(List<StageStatus> stages) {
    return stages.stream()
        .filter(StageFailure::isCause)
        .map(stage -> new StageReport(stage, StageFailure.of(stage)))
        .toList();
  }

  private static StageReport doomed(StageReport open, List<StageReport> causes) {
    StageReport cause = causes.get(0);
    String message =
        "%s; then the run fails, since stage %s failed: %s"
            .formatted(open.verdict().message(), cause.status().name(), cause.verdict().message());
    return new StageReport(
        open.status(), new Verdict(open.verdict().reason(), message, open.verdict().standing()));
  }

  private static RLHFRunStatus of(
      RLHFRun run, List<StageStatus> stages, List<StageReport> telling, Instant now) {
    List<Verdict> verdicts =
        telling.stream()
            .map(report -> telling.size() == 1 ? report.verdict() : named(report))
            .toList();
    return of(run, stages, Columns.of(telling), told(verdicts), now);
  }

  /** A run is suspended once all of it is. */
  private static List<Verdict> told(List<Verdict> verdicts) {
    List<Verdict> others =
        verdicts.stream().filter(v -> v.standing() != Standing.SUSPENDED).toList();
    return others.isEmpty() ? verdicts : others;
  }

  private static Verdict named(StageReport report) {
    Verdict verdict = report.verdict();
    return new Verdict(
        verdict.reason(),
        "%s: %s".formatted(report.status().name(), verdict.message()),
        verdict.standing());
  }

  private static RLHFRunStatus of(
      RLHFRun run, List<StageStatus> stages, Columns columns, List<Verdict> verdicts, Instant now) {
    RLHFRunStatus before = Observation.status(run);
    RunPhase phase = phase(stages, verdicts.get(0).standing());
    assert before.phase() == null
            || before.phase() == phase
            || before.phase().next().contains(phase)
        : "run from %s to %s".formatted(before.phase(), phase);
    return new RLHFRunStatus(
        Objects.requireNonNullElse(run.getMetadata().getGeneration(), 0L),
        phase,
        columns.stage(),
        columns.progress(),
        columns.waiting(),
        before.claimName(),
        before.folder(),
        RunClock.next(before.active(), stages),
        before.sources(),
        before.output(),
        before.restart(),
        stages.stream().map(stage -> Settings.marked(run, stage)).toList(),
        Conditions.of(run, stages, verdicts, now));
  }

  private static RunPhase phase(List<StageStatus> stages, Standing standing) {
    return switch (standing) {
      case COMPLETE -> RunPhase.COMPLETE;
      case FAILED -> RunPhase.FAILED;
      case SUSPENDED -> RunPhase.SUSPENDED;
      case RUNNING, WAITING, STALLED ->
          stages.stream().anyMatch(RunReport::hasBegun) ? RunPhase.RUNNING : RunPhase.PENDING;
    };
  }

  private static boolean hasBegun(StageStatus stage) {
    return stage.startedAt() != null || stage.phase() == StagePhase.SUCCEEDED;
  }
}
