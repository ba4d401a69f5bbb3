package dev.rlhf.operator.decide;

import dev.rlhf.manifest.AttemptIntent;
import dev.rlhf.manifest.StagePhase;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.operator.objects.Attempt;
import dev.rlhf.operator.objects.Devices;
import dev.rlhf.operator.objects.Owner;
import dev.rlhf.operator.objects.Queue;
import dev.rlhf.operator.objects.Role;
import dev.rlhf.operator.objects.StageConfigMap;
import dev.rlhf.operator.objects.StageJob;
import dev.rlhf.operator.objects.TrainerPods;
import dev.rlhf.operator.observe.EndReason;
import dev.rlhf.operator.observe.Reason;
import dev.rlhf.operator.observe.StageObservation;
import dev.rlhf.operator.observe.Standing;
import dev.rlhf.operator.observe.Verdict;
import dev.rlhf.operator.report.Figures;
import dev.rlhf.operator.report.StageDraft;
import dev.rlhf.operator.report.StageFailure;
import dev.rlhf.plan.Revision;
import dev.rlhf.plan.StagePlan;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The attempts of a stage: intent, then Job, then the Job's UID, then its end. */
final class AttemptDecision {
  private AttemptDecision() {}

  static StageStep of(StagePlan.Train train, StageObservation o, TrainerPods pods) {
    StageStatus stage = o.status();
    return switch (stage.phase()) {
      case PENDING -> begin(train, o, pods);
      case STOPPED ->
          HoldDecision.isDone(o)
              ? ResultDecision.of(last(train, o), o, pods)
              : EndDecision.ofStopped(o).orElseGet(() -> again(train, o, pods));
      case RETRYING -> retry(train, o, pods);
      case STARTING, QUEUED, RUNNING -> {
        Attempt attempt = last(train, o);
        yield stage.jobUid() == null ? start(attempt, o, pods) : JobDecision.of(attempt, o, pods);
      }
      case SUCCEEDED, FAILED ->
          throw new IllegalStateException("a finished stage is nobody's turn: " + stage.name());
    };
  }

  private static StageStep retry(StagePlan.Train train, StageObservation o, TrainerPods pods) {
    StageStatus stage = o.status();
    if (o.failed().isPresent()) {
      return givenUp(o, o.failed().get());
    }
    Instant notBefore = Instant.parse(stage.notBefore());
    if (Backoff.isUnderWay(o.now(), notBefore)) {
      var verdict =
          new Verdict(
              Reason.BACKOFF, "attempt %d begins at %s".formatted(o.nextAttempt(), notBefore));
      return StageStep.waits(o, verdict, Duration.between(o.now(), notBefore));
    }
    return begin(train, o, pods);
  }

  private static Attempt last(StagePlan.Train train, StageObservation o) {
    return ConfigMapDecision.attempt(train, o, o.status().intent());
  }

  /** After it was stopped. */
  private static StageStep again(StagePlan.Train train, StageObservation o, TrainerPods pods) {
    return o.failed().map(failed -> givenUp(o, failed)).orElseGet(() -> begin(train, o, pods));
  }

  /** The run is to fail: what this stage has made stays, and it makes no more. */
  private static StageStep givenUp(StageObservation o, StageStatus failed) {
    String words =
        "no other attempt begins, since stage %s failed; the last one: %s: %s"
            .formatted(failed.name(), o.status().reason(), o.status().message());
    StageStatus stage =
        StageDraft.from(o.status())
            .ended(EndReason.GIVEN_UP, words)
            .finished(StagePhase.FAILED, o.now())
            .status();
    return StageStep.stands(stage, StageFailure.of(failed));
  }

  /** Two processes of a stage must not run at a time, whatever became of their Jobs. */
  private static StageStep begin(StagePlan.Train train, StageObservation o, TrainerPods pods) {
    if (o.livePod().isPresent()) {
      return StageStep.waits(o, Wait.forPod(o.livePod().get()));
    }
    Optional<Verdict> noVolume =
        o.claimTrouble().filter(trouble -> trouble.standing() == Standing.STALLED);
    if (noVolume.isPresent()) {
      return StageStep.waits(o, noVolume.get());
    }
    if (o.missingClaim().isPresent()) {
      return StageStep.waits(o, o.missingClaim().get());
    }
    Optional<Cut> late = Deadline.passed(o);
    if (late.isPresent()) {
      return EndDecision.of(late.get(), o);
    }
    var intent =
        new AttemptIntent(
            o.nextAttempt(),
            Revision.of(o.run().getSpec(), train.stage()),
            StageConfigMap.digest(o.nextConfigMap().orElseThrow()),
            digests(o));
    var next = ConfigMapDecision.attempt(train, o, intent);
    return ParentsDecision.of(next, o, pods).orElseGet(() -> intend(next, o, pods));
  }

  private static StageStep intend(Attempt next, StageObservation o, TrainerPods pods) {
    var verdict =
        new Verdict(Reason.PREPARING, "attempt %d is about to begin".formatted(next.number()));
    Job job = StageJob.of(next, pods);
    StageDraft intended =
        StageDraft.from(o.status()).intend(next.intent()).waitsFor(Devices.number(job), o.now());
    ParentsDecision.foreseen(next, o)
        .ifPresent(peak -> intended.figures(Figures.with(o.status().figures(), peak)));
    return new StageStep.Tried(
        new Decision.TryJob(job), StageStep.stands(intended.status(), verdict));
  }

  /** By stage; a ready model without a manifest has none that is known here. */
  private static Map<String, String> digests(StageObservation o) {
    Map<String, String> digests = new TreeMap<>();
    o.parents()
        .forEach(
            (stage, parent) -> {
              if (parent.digest() != null) {
                digests.put(stage.id(), parent.digest());
              }
            });
    return digests;
  }

  private static StageStep start(Attempt attempt, StageObservation o, TrainerPods pods) {
    if (o.job().isEmpty()) {
      return new StageStep.Deed(new Decision.CreateJob(o.run(), StageJob.of(attempt, pods)));
    }
    Job job = o.job().get();
    if (!Owner.owns(o.run(), job)) {
      return StageStep.waits(o, Taken.by(o.run(), job));
    }
    var verdict =
        new Verdict(
            Reason.POD_PENDING, "Job %s has no pod yet".formatted(attempt.job(Role.TRAINER)));
    StageDraft recorded = StageDraft.from(o.status()).jobUid(job.getMetadata().getUid());
    return StageStep.stands(
        (Queue.holdsBack(job) ? recorded.queued() : recorded).status(), verdict);
  }
}
