package dev.rlhf.operator.decide;

import dev.rlhf.operator.observe.ErrandObservation;
import dev.rlhf.operator.observe.Observation;
import dev.rlhf.operator.observe.Termination;
import dev.rlhf.operator.observe.Verdict;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Optional;

/** What an errand waits for: where no stage is under way any more, no stage's status says it. */
final class ErrandWait {
  private ErrandWait() {}

  /** The decision that the run stands as an errand does whose Job is under way. */
  static Decision of(Job job, ErrandDecision errand) {
    JobWait wait = wait(job, errand);
    Observation o = errand.o();
    return Settle.waiting(
        o,
        wait.since()
            .filter(since -> o.stages().isEmpty())
            .map(since -> new Patience(o.run(), o.now()).judge(wait.verdict(), since))
            .orElse(wait.verdict()));
  }

  private static JobWait wait(Job job, ErrandDecision errand) {
    ErrandObservation there = errand.errand();
    Optional<Pod> last = there.lastPod();
    return last.flatMap(Termination::of).filter(end -> end.exitCode() != 0).isPresent()
        ? new JobWait(failing(errand), there.failingSince())
        : JobWait.of(job, last, there.complaints(), claimTrouble(errand))
            .orElseGet(() -> new JobWait(working(errand), Optional.empty()));
  }

  private static Verdict failing(ErrandDecision errand) {
    return new Verdict(
        errand.terms().failing(),
        "%s; Job %s is about to try again".formatted(errand.said(), errand.name()));
  }

  /** Where a stage waits for what is fetched, its claim may be why the fetcher does not begin. */
  private static Optional<Verdict> claimTrouble(ErrandDecision errand) {
    return errand.o().stages().stream().flatMap(stage -> stage.claimTrouble().stream()).findFirst();
  }

  private static Verdict working(ErrandDecision errand) {
    return new Verdict(
        errand.terms().working(), "Job %s %s".formatted(errand.name(), errand.terms().doing()));
  }
}
