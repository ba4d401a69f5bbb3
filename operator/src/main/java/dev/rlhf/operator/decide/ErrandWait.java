package dev.rlhf.operator.decide;

import dev.rlhf.operator.observe.ErrandObservation;
import dev.rlhf.operator.observe.JobVerdict;
import dev.rlhf.operator.observe.Observation;
import dev.rlhf.operator.observe.Onset;
import dev.rlhf.operator.observe.PodVerdict;
import dev.rlhf.operator.observe.Reason;
import dev.rlhf.operator.observe.StageObservation;
import dev.rlhf.operator.observe.Termination;
import dev.rlhf.operator.observe.Verdict;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.Optional;

/**
 * What an errand waits for, and since when: where no stage is under way any more, no stage's status
 * says it.
 */
record ErrandWait(Verdict verdict, Optional<Instant> since) {

  /** That of an errand whose Job is under way. */
  static ErrandWait of(Job job, ErrandDecision errand) {
    ErrandObservation there = errand.errand();
    Optional<Pod> last = there.lastPod();
    if (last.flatMap(Termination::of).filter(end -> end.exitCode() != 0).isPresent()) {
      return new ErrandWait(
          new Verdict(
              errand.terms().failing(),
              "%s; Job %s is about to try again".formatted(errand.said(), errand.name())),
          there.failingSince());
    }
    return last.filter(pod -> !StageObservation.hasEnded(pod))
        .map(pod -> new ErrandWait(cause(pod, errand), Onset.of(pod)))
        .filter(wait -> wait.verdict().reason() != Reason.STAGE_RUNNING)
        .or(() -> refused(job, there))
        .orElseGet(() -> new ErrandWait(working(errand), Optional.empty()));
  }

  /** Where a stage waits for what is fetched, its claim may be why the fetcher does not begin. */
  private static Verdict cause(Pod pod, ErrandDecision errand) {
    return PodVerdict.of(
        pod,
        errand.errand().complaint(pod),
        errand.o().stages().stream().flatMap(stage -> stage.claimTrouble().stream()).findFirst());
  }

  private static Optional<ErrandWait> refused(Job job, ErrandObservation there) {
    return Optional.of(JobVerdict.of(job, there.complaint(job)))
        .filter(verdict -> verdict.reason() != Reason.POD_PENDING)
        .map(verdict -> new ErrandWait(verdict, Onset.of(job)));
  }

  private static Verdict working(ErrandDecision errand) {
    return new Verdict(
        errand.terms().working(), "Job %s %s".formatted(errand.name(), errand.terms().doing()));
  }

  /** The decision that the run stands so. */
  Decision settled(Observation o) {
    return Settle.waiting(
        o,
        o.stages().isEmpty()
            ? since.map(from -> new Patience(o.run(), o.now()).judge(verdict, from)).orElse(verdict)
            : verdict);
  }
}
