package dev.rlhf.operator.decide;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.StagePhase;
import dev.rlhf.operator.objects.TrainerPods;
import dev.rlhf.operator.objects.UnfitPodTemplateException;
import dev.rlhf.operator.observe.EndReason;
import dev.rlhf.operator.observe.Observation;
import dev.rlhf.operator.observe.Reason;
import dev.rlhf.operator.observe.Verdict;
import dev.rlhf.operator.report.RunReport;
import dev.rlhf.operator.report.StageDraft;
import dev.rlhf.plan.InvalidManifestException;
import dev.rlhf.plan.StagePlan;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is to be done for a run: pure, from an observation to a decision. */
public final class RunDecision {
  /** What nobody tells us about, for example that a claim has been made, is looked for so often. */
  public static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

  private RunDecision() {}

  /** Whether nothing is to be done for a run any more: it has ended, or is being deleted. */
  public static boolean isOver(RLHFRun run) {
    var phase = Observation.status(run).phase();
    return run.isMarkedForDeletion() || phase != null && phase.isFinished();
  }

  /** The next thing to do. */
  public static Decision of(Observation o, TrainerPods pods) {
    if (isOver(o.run())) {
      return new Decision.Rest(Optional.empty());
    }
    try {
      return o.current().map(stage -> of(stage, o, pods)).orElseGet(() -> complete(o));
    } catch (UnfitPodTemplateException e) {
      return rejected(o.run(), e.getMessage(), o.now());
    }
  }

  /** A manifest that cannot be run ends its run. */
  public static Decision of(RLHFRun run, InvalidManifestException invalid, Instant now) {
    var verdict = new Verdict(Reason.INVALID_SOURCE, invalid.getMessage());
    return Settle.on(run, RunReport.of(run, verdict, now), Optional.empty());
  }

  /** What the API server refuses is said, and tried again: a quota may be raised, say. */
  public static Decision rejected(RLHFRun run, String refusal, Instant now) {
    var verdict = new Verdict(Reason.REJECTED, refusal);
    return Settle.on(run, RunReport.of(run, verdict, now), Optional.of(LOOK_AGAIN));
  }

  private static Decision of(StagePlan stage, Observation o, TrainerPods pods) {
    if (stage instanceof StagePlan.Given given) {
      return given(given, o);
    }
    var train = (StagePlan.Train) stage;
    return ClaimDecision.of(o)
        .or(() -> ConfigMapDecision.of(train, o))
        .orElseGet(() -> AttemptDecision.of(train, o, pods));
  }

  private static Decision given(StagePlan.Given given, Observation o) {
    var stage =
        StageDraft.from(StageDraft.pending(given.stage()))
            .ended(
                EndReason.READY_CHECKPOINT,
                "%s is taken as it is".formatted(given.checkpoint().uri()))
            .finished(StagePhase.SUCCEEDED, o.now())
            .status();
    return Settle.on(o, stage, new Verdict(Reason.PREPARING, "the next stage begins"));
  }

  private static Decision complete(Observation o) {
    var verdict = new Verdict(Reason.ALL_STAGES_COMPLETE, "every stage is done");
    return Settle.on(o.run(), RunReport.of(o.run(), verdict, o.now()), Optional.empty());
  }
}
