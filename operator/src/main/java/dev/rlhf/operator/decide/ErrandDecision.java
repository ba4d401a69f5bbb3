package dev.rlhf.operator.decide;

import dev.rlhf.contract.ExitCode;
import dev.rlhf.operator.objects.ErrandJob;
import dev.rlhf.operator.objects.Owner;
import dev.rlhf.operator.observe.AttemptEnd;
import dev.rlhf.operator.observe.EndReason;
import dev.rlhf.operator.observe.ErrandObservation;
import dev.rlhf.operator.observe.JobState;
import dev.rlhf.operator.observe.Observation;
import dev.rlhf.operator.observe.Reason;
import dev.rlhf.operator.observe.Standing;
import dev.rlhf.operator.observe.Termination;
import dev.rlhf.operator.observe.Verdict;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is to be done for an errand: its config map, then its Job, then what that came to.
 *
 * @param words what a process said of its end, if it could
 * @param done what follows from the end of a process that went well; empty where it did not say
 *     what it should have
 */
record ErrandDecision(
    Observation o,
    ErrandObservation errand,
    ConfigMap configMap,
    Job wanted,
    ErrandTerms terms,
    Function<Termination, Optional<String>> words,
    Function<Termination, Optional<Decision>> done) {

  Decision next() {
    if (Observation.isSuspended(o.run())) {
      return held();
    }
    if (errand.configMap().isEmpty()) {
      return new Decision.CreateConfigMap(configMap);
    }
    if (!Owner.owns(o.run(), errand.configMap().get())) {
      return Settle.waiting(o, Taken.by(o.run(), errand.configMap().get()));
    }
    return errand.job().map(this::there).orElseGet(this::missing);
  }

  /** What was done so far stays, and is gone on with. */
  private Decision held() {
    Optional<Job> open =
        errand
            .job()
            .filter(job -> Owner.owns(o.run(), job))
            .filter(job -> !JobState.of(job).phase().isEnd());
    if (open.filter(job -> !job.isMarkedForDeletion()).isPresent()) {
      return new Decision.StopJob(open.get());
    }
    return Settle.waiting(
        o,
        open.isPresent() || errand.livePod().isPresent()
            ? new Verdict(Reason.SUSPENDING, "Job %s is being deleted".formatted(name()))
            : HoldDecision.suspended());
  }

  /** A pod of a Job that somebody deleted may still write. */
  private Decision missing() {
    return errand
        .livePod()
        .map(pod -> Settle.waiting(o, Wait.forPod(pod)))
        .orElseGet(() -> new Decision.CreateJob(o.run(), wanted));
  }

  private Decision there(Job job) {
    if (!Owner.owns(o.run(), job)) {
      return Settle.waiting(o, Taken.by(o.run(), job));
    }
    if (job.isMarkedForDeletion()) {
      return Settle.waiting(
          o,
          new Verdict(
              Reason.NAME_IN_USE,
              "Job %s is being deleted, and another one follows".formatted(name())));
    }
    if (!ErrandJob.isLike(wanted, job)) {
      return new Decision.StopJob(job);
    }
    JobState state = JobState.of(job);
    return switch (state.phase()) {
      case SUSPENDED, ACTIVE -> ErrandWait.of(job, this);
      case COMPLETE -> complete(job);
      case FAILED -> Settle.waiting(o, failed(state));
    };
  }

  /** Where the pod is gone before it was heard, it is asked again, and finds all done. */
  private Decision complete(Job job) {
    Optional<Decision> follows =
        errand.pods().stream()
            .flatMap(pod -> Termination.of(pod).stream())
            .filter(end -> ExitCode.of(end.exitCode()) == ExitCode.DONE)
            .flatMap(end -> done.apply(end).stream())
            .reduce((first, last) -> last);
    return follows.orElseGet(
        () ->
            errand.pods().isEmpty() ? new Decision.StopJob(job) : Settle.waiting(o, unreadable()));
  }

  private Verdict unreadable() {
    return new Verdict(
        Reason.RESULT_UNREADABLE,
        "Job %s ended well and did not say what it did (%s): see template.image, and delete that Job to have it done again"
            .formatted(name(), said()));
  }

  private Verdict failed(JobState state) {
    Optional<Termination> end = errand.lastPod().flatMap(Termination::of);
    return AttemptEnd.of(state, end).reason() == EndReason.INVALID_INPUT
        ? new Verdict(
            terms.refused(),
            "%s; %s, and delete Job %s to have it tried again"
                .formatted(said(), terms.remedy(), name()))
        : new Verdict(
            terms.failing(),
            "%s; Job %s has given up: mend that, and delete the Job to have it tried again"
                .formatted(said(), name()),
            Standing.STALLED);
  }

  /** What the last process said. */
  String said() {
    Optional<Termination> end = errand.lastPod().flatMap(Termination::of);
    return end.flatMap(words)
        .or(() -> end.map(Termination::message).map(String::strip))
        .filter(text -> !text.isEmpty())
        .orElse("its pod is gone, and what it said with it");
  }

  String name() {
    return wanted.getMetadata().getName();
  }
}
