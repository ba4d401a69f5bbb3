package dev.rlhf.operator.decide;

import dev.rlhf.manifest.AttemptIntent;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.operator.objects.Attempt;
import dev.rlhf.operator.objects.Owner;
import dev.rlhf.operator.objects.Role;
import dev.rlhf.operator.objects.StageJob;
import dev.rlhf.operator.objects.TrainerPods;
import dev.rlhf.operator.observe.Observation;
import dev.rlhf.operator.observe.Reason;
import dev.rlhf.operator.observe.Verdict;
import dev.rlhf.operator.report.RunReport;
import dev.rlhf.operator.report.StageDraft;
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

  static Decision of(StagePlan.Train train, Observation o, TrainerPods pods) {
    StageStatus stage = Settle.stage(o);
    return switch (stage.phase()) {
      case PENDING -> begin(1, train, o, pods);
      case RETRYING -> retry(train, o, pods);
      case STARTING, RUNNING -> {
        Attempt attempt =
            new Attempt(
                o.run(),
                train.config(o.parents()),
                stage.intent().configDigest(),
                stage.intent().attempt());
        yield stage.jobUid() == null
            ? start(attempt, stage, o, pods)
            : JobDecision.of(attempt, stage, o, pods);
      }
      case SUCCEEDED, FAILED ->
          throw new IllegalStateException("a finished stage is nobody's turn: " + stage.name());
    };
  }

  private static Decision retry(StagePlan.Train train, Observation o, TrainerPods pods) {
    StageStatus stage = Settle.stage(o);
    Instant notBefore = Instant.parse(stage.notBefore());
    if (o.now().isBefore(notBefore)) {
      var verdict =
          new Verdict(
              Reason.BACKOFF,
              "attempt %d begins at %s".formatted(stage.intent().attempt() + 1, notBefore));
      return Settle.on(o, stage, verdict, Optional.of(Duration.between(o.now(), notBefore)));
    }
    return begin(stage.intent().attempt() + 1, train, o, pods);
  }

  /** Two processes of a stage must not run at a time, whatever became of their Jobs. */
  private static Decision begin(
      int number, StagePlan.Train train, Observation o, TrainerPods pods) {
    if (o.livePod().isPresent()) {
      return Settle.waiting(o, Wait.forPod(o.livePod().get()));
    }
    var intent = new AttemptIntent(number, ConfigMapDecision.digest(o), digests(o));
    var verdict = new Verdict(Reason.PREPARING, "attempt %d is about to begin".formatted(number));
    StageStatus intended = StageDraft.from(Settle.stage(o)).intend(intent).status();
    var attempt = new Attempt(o.run(), train.config(o.parents()), intent.configDigest(), number);
    return new Decision.Intend(
        o.run(), RunReport.of(o.run(), intended, verdict, o.now()), StageJob.of(attempt, pods));
  }

  /** By stage; a ready model without a manifest has none that is known here. */
  private static Map<String, String> digests(Observation o) {
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

  private static Decision start(
      Attempt attempt, StageStatus stage, Observation o, TrainerPods pods) {
    if (o.job().isEmpty()) {
      return new Decision.CreateJob(o.run(), StageJob.of(attempt, pods));
    }
    Job job = o.job().get();
    if (!Owner.owns(o.run(), job)) {
      return Settle.waiting(o, Taken.by(o.run(), job));
    }
    var verdict =
        new Verdict(
            Reason.POD_PENDING, "Job %s has no pod yet".formatted(attempt.job(Role.TRAINER)));
    return Settle.on(
        o, StageDraft.from(stage).jobUid(job.getMetadata().getUid()).status(), verdict);
  }
}
