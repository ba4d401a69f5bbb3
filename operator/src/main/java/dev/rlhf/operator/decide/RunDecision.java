package dev.rlhf.operator.decide;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.operator.objects.TrainerPods;
import dev.rlhf.operator.objects.UnfitPodTemplateException;
import dev.rlhf.operator.observe.Observation;
import dev.rlhf.operator.observe.Reason;
import dev.rlhf.operator.observe.Restarts;
import dev.rlhf.operator.observe.StageObservation;
import dev.rlhf.operator.observe.Verdict;
import dev.rlhf.operator.report.RunReport;
import dev.rlhf.plan.InvalidManifestException;
import dev.rlhf.plan.StagePlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is to be done for a run: pure, from an observation to a decision. */
public final class RunDecision {
  /** What nobody tells us about, for example that a claim has been made, is looked for so often. */
  public static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

  private RunDecision() {}

  /** Whether nothing is to be done for a run any more: it has ended, or is being deleted. */
  public static boolean isOver(RLHFRun run) {
    var phase = Observation.status(run).phase();
    return run.isMarkedForDeletion()
        || phase != null && phase.isFinished() && Restarts.pending(run).isEmpty();
  }

  /** The next thing to do. */
  public static Decision of(Observation o, TrainerPods pods) {
    return of(o, pods, Map.of());
  }

  /**
   * The next thing to do that the API server does not refuse.
   *
   * @param answers what it has just said: nothing to what it takes, and why to what it refuses.
   *     That is told, and tried again later, since a quota may be raised, say
   */
  public static Decision of(
      Observation o, TrainerPods pods, Map<Decision, Optional<String>> answers) {
    if (isOver(o.run())) {
      return new Decision.Rest(Optional.empty());
    }
    if (isReadyToRestart(o)) {
      return Settle.on(
          o.run(),
          RunReport.restarted(o.run(), o.restarting(), o.fromFirstStep(), o.now()),
          Optional.empty());
    }
    if (o.stages().isEmpty()) {
      return PublishDecision.of(o, pods)
          .map(deed -> unlessRefused(deed, o, answers))
          .orElseGet(() -> Settle.on(o.run(), RunReport.ended(o.run(), o.now()), Optional.empty()));
    }
    return beforehand(o, pods)
        .map(deed -> unlessRefused(deed, o, answers))
        .orElseGet(() -> stages(o, pods, answers));
  }

  /** A manifest that cannot be run ends its run, whatever stage it is to go back to. */
  public static Decision of(RLHFRun run, InvalidManifestException invalid, Instant now) {
    var verdict = new Verdict(Reason.INVALID_SOURCE, invalid.getMessage());
    Decision end = Settle.on(run, RunReport.of(run, verdict, now), Optional.empty());
    return end instanceof Decision.Rest ? ExpiryDecision.of(run, now) : end;
  }

  /** What begins anew has ended first: two processes of a stage must not run at a time. */
  private static boolean isReadyToRestart(Observation o) {
    return !o.restarting().isEmpty()
        && o.stages().stream()
            .filter(StageObservation::restarting)
            .allMatch(StageObservation::isStill);
  }

  /**
   * A place for checkpoints comes first, then what is to be fetched; a ready model needs none, nor
   * does what is to hold still.
   */
  private static Optional<Decision> beforehand(Observation o, TrainerPods pods) {
    if (Observation.isSuspended(o.run()) && o.status().claimName() == null) {
      return Optional.of(Settle.waiting(o, HoldDecision.suspended()));
    }
    boolean trains = o.stages().stream().anyMatch(s -> s.plan() instanceof StagePlan.Train);
    return trains ? ClaimDecision.of(o).or(() -> FetchDecision.of(o, pods)) : Optional.empty();
  }

  private static Decision unlessRefused(
      Decision deed, Observation o, Map<Decision, Optional<String>> answers) {
    return refusal(deed, answers)
        .map(words -> Settle.waiting(o, new Verdict(Reason.REJECTED, words)))
        .orElse(deed);
  }

  /** One deed at a time; where there is none to do, all stages' standing is recorded at once. */
  private static Decision stages(
      Observation o, TrainerPods pods, Map<Decision, Optional<String>> answers) {
    List<StageStep> steps = o.stages().stream().map(stage -> step(stage, pods, answers)).toList();
    return steps.stream()
        .filter(StageStep.Deed.class::isInstance)
        .map(step -> ((StageStep.Deed) step).decision())
        .findFirst()
        .orElseGet(() -> Settle.on(o, steps.stream().map(StageStep.Stands.class::cast).toList()));
  }

  private static StageStep step(
      StageObservation stage, TrainerPods pods, Map<Decision, Optional<String>> answers) {
    try {
      return answered(StageDecision.of(stage, pods), stage, answers);
    } catch (UnfitPodTemplateException e) {
      return rejected(stage, e.getMessage());
    }
  }

  private static StageStep answered(
      StageStep step, StageObservation stage, Map<Decision, Optional<String>> answers) {
    if (step instanceof StageStep.Deed deed) {
      return refusal(deed.decision(), answers)
          .<StageStep>map(words -> rejected(stage, words))
          .orElse(deed);
    }
    if (step instanceof StageStep.Tried tried) {
      return answers.containsKey(tried.trial())
          ? refusal(tried.trial(), answers)
              .<StageStep>map(words -> rejected(stage, words))
              .orElse(tried.stands())
          : new StageStep.Deed(tried.trial());
    }
    return step;
  }

  private static StageStep rejected(StageObservation stage, String words) {
    return StageStep.waits(stage, new Verdict(Reason.REJECTED, words));
  }

  private static Optional<String> refusal(
      Decision decision, Map<Decision, Optional<String>> answers) {
    return answers.getOrDefault(decision, Optional.empty());
  }
}
