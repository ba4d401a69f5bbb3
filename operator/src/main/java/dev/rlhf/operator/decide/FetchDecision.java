package dev.rlhf.operator.decide;

import dev.rlhf.contract.ExitCode;
import dev.rlhf.contract.FetchResult;
import dev.rlhf.operator.objects.FetchConfigMap;
import dev.rlhf.operator.objects.FetchJob;
import dev.rlhf.operator.objects.Owner;
import dev.rlhf.operator.objects.TrainerPods;
import dev.rlhf.operator.objects.UnfitPodTemplateException;
import dev.rlhf.operator.observe.AttemptEnd;
import dev.rlhf.operator.observe.EndReason;
import dev.rlhf.operator.observe.FetchObservation;
import dev.rlhf.operator.observe.JobState;
import dev.rlhf.operator.observe.Observation;
import dev.rlhf.operator.observe.PodVerdict;
import dev.rlhf.operator.observe.Reason;
import dev.rlhf.operator.observe.StageObservation;
import dev.rlhf.operator.observe.Standing;
import dev.rlhf.operator.observe.Termination;
import dev.rlhf.operator.observe.Verdict;
import dev.rlhf.operator.report.RunReport;
import dev.rlhf.plan.Fetched;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Optional;

/**
 * Then what the run starts from is fetched by a Job that asks for no device. Until the status names
 * all of it, no stage begins; from then on, nothing of it is looked at again.
 */
final class FetchDecision {
  private FetchDecision() {}

  /** What is to be done about sources; empty where nothing is to be fetched. */
  static Optional<Decision> of(Observation o, TrainerPods pods) {
    try {
      return o.fetch()
          .map(fetch -> Observation.isSuspended(o.run()) ? held(fetch, o) : next(fetch, o, pods));
    } catch (UnfitPodTemplateException e) {
      return Optional.of(Settle.waiting(o, new Verdict(Reason.REJECTED, e.getMessage())));
    }
  }

  /** What was fetched so far stays, and is gone on with. */
  private static Decision held(FetchObservation fetch, Observation o) {
    Optional<Job> open =
        fetch
            .job()
            .filter(job -> Owner.owns(o.run(), job))
            .filter(job -> !JobState.of(job).phase().isEnd());
    if (open.filter(job -> !job.isMarkedForDeletion()).isPresent()) {
      return new Decision.StopJob(open.get());
    }
    return Settle.waiting(
        o,
        open.isPresent() || fetch.livePod().isPresent()
            ? new Verdict(Reason.SUSPENDING, "the Job that fetches sources is being deleted")
            : HoldDecision.suspended());
  }

  private static Decision next(FetchObservation fetch, Observation o, TrainerPods pods) {
    if (fetch.configMap().isEmpty()) {
      return new Decision.CreateConfigMap(FetchConfigMap.of(o.run(), fetch.config()));
    }
    if (!Owner.owns(o.run(), fetch.configMap().get())) {
      return Settle.waiting(o, Taken.by(o.run(), fetch.configMap().get()));
    }
    Job wanted = FetchJob.of(o.run(), fetch.config(), pods);
    return fetch
        .job()
        .map(job -> there(job, wanted, fetch, o))
        .orElseGet(() -> missing(wanted, fetch, o));
  }

  /** A pod of a Job that somebody deleted may still write. */
  private static Decision missing(Job wanted, FetchObservation fetch, Observation o) {
    return fetch
        .livePod()
        .map(pod -> Settle.waiting(o, Wait.forPod(pod)))
        .orElseGet(() -> new Decision.CreateJob(o.run(), wanted));
  }

  private static Decision there(Job job, Job wanted, FetchObservation fetch, Observation o) {
    if (!Owner.owns(o.run(), job)) {
      return Settle.waiting(o, Taken.by(o.run(), job));
    }
    if (job.isMarkedForDeletion()) {
      return Settle.waiting(
          o,
          new Verdict(
              Reason.NAME_IN_USE,
              "Job %s is being deleted, and another one follows".formatted(name(job))));
    }
    if (!FetchJob.isLike(wanted, job)) {
      return new Decision.StopJob(job);
    }
    JobState state = JobState.of(job);
    return switch (state.phase()) {
      case SUSPENDED, ACTIVE -> Settle.waiting(o, fetching(job, fetch));
      case COMPLETE -> complete(job, fetch, o);
      case FAILED -> Settle.waiting(o, failed(state, job, fetch));
    };
  }

  private static Verdict fetching(Job job, FetchObservation fetch) {
    Optional<Pod> last = fetch.lastPod();
    if (last.flatMap(Termination::of).filter(end -> end.exitCode() != 0).isPresent()) {
      return new Verdict(
          Reason.SOURCE_UNREACHABLE,
          "%s; Job %s is about to ask again".formatted(words(fetch), name(job)));
    }
    return last.filter(pod -> !StageObservation.hasEnded(pod))
        .map(PodVerdict::of)
        .filter(verdict -> verdict.reason() != Reason.STAGE_RUNNING)
        .orElseGet(
            () ->
                new Verdict(
                    Reason.FETCHING_SOURCES,
                    "Job %s fetches %d sources onto the checkpoint volume"
                        .formatted(name(job), fetch.config().sources().size())));
  }

  /** Where the pod is gone before it was heard, it is asked again, and finds all in its place. */
  private static Decision complete(Job job, FetchObservation fetch, Observation o) {
    Optional<FetchResult> result = result(fetch);
    if (result.isEmpty()) {
      return fetch.pods().isEmpty()
          ? new Decision.StopJob(job)
          : Settle.waiting(o, unreadable(job, fetch));
    }
    var verdict = new Verdict(Reason.PREPARING, "what the run starts from is fetched");
    var status = RunReport.of(o.run(), Settle.all(o, verdict), o.now());
    return new Decision.WriteStatus(o.run(), RunReport.withSources(status, result.get().sources()));
  }

  private static Optional<FetchResult> result(FetchObservation fetch) {
    return fetch.pods().stream()
        .flatMap(pod -> Termination.of(pod).stream())
        .filter(end -> ExitCode.of(end.exitCode()) == ExitCode.DONE)
        .flatMap(end -> end.result(FetchResult.class).stream())
        .filter(result -> fetch.config().isIn(new Fetched(result.sources())))
        .reduce((first, last) -> last);
  }

  private static Verdict unreadable(Job job, FetchObservation fetch) {
    return new Verdict(
        Reason.RESULT_UNREADABLE,
        "Job %s ended well and did not say what it fetched (%s): see template.image, and delete that Job to have it done again"
            .formatted(name(job), words(fetch)));
  }

  private static Verdict failed(JobState state, Job job, FetchObservation fetch) {
    Optional<Termination> end = fetch.lastPod().flatMap(Termination::of);
    return AttemptEnd.of(state, end).reason() == EndReason.INVALID_INPUT
        ? new Verdict(
            Reason.SOURCE_REFUSED,
            "%s; mend it in spec.sources or in the Secret, and delete Job %s to have it fetched again"
                .formatted(words(fetch), name(job)))
        : new Verdict(
            Reason.SOURCE_UNREACHABLE,
            "%s; Job %s has given up: mend that, and delete the Job to have it fetched again"
                .formatted(words(fetch), name(job)),
            Standing.STALLED);
  }

  private static String words(FetchObservation fetch) {
    Optional<Termination> end = fetch.lastPod().flatMap(Termination::of);
    return end.flatMap(said -> said.result(FetchResult.class))
        .map(FetchResult::message)
        .or(() -> end.map(Termination::message).map(String::strip))
        .filter(text -> !text.isEmpty())
        .orElse("its pod is gone, and what it said with it");
  }

  private static String name(Job job) {
    return job.getMetadata().getName();
  }
}
