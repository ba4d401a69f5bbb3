package dev.rlhf.operator.observe;

import dev.rlhf.manifest.AttemptIntent;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.StagePhase;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.operator.objects.CheckpointClaim;
import dev.rlhf.operator.objects.Queue;
import dev.rlhf.plan.Fetched;
import dev.rlhf.plan.InvalidManifestException;
import dev.rlhf.plan.Names;
import dev.rlhf.plan.Plan;
import dev.rlhf.plan.PodPlaces;
import dev.rlhf.plan.Revision;
import dev.rlhf.plan.RunIdentity;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StagePlan;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Gathers an observation. */
public final class Observer {
  private Observer() {}

  /**
   * Reads what the decision on a run needs.
   *
   * <p>The run was read before everything else: an object that its status speaks of and that is
   * missing afterwards is gone, and not merely newer than what was read.
   *
   * @throws InvalidManifestException when the manifest cannot be run on a cluster
   */
  public static Observation observe(RLHFRun run, View view, Instant now) {
    Plan plan = plan(run);
    Optional<PersistentVolumeClaim> claim = view.claim(CheckpointClaim.name(run));
    return new Observation(
        run,
        now,
        claim,
        FetchObservation.of(run, view),
        PublishObservation.of(plan, run, view),
        Restarts.affected(plan, run),
        Restarts.fromFirstStep(plan, run),
        Turns.of(plan, run, claim).stream()
            .map(stage -> stage(stage, plan, run, claim, view, now))
            .toList());
  }

  private static StageObservation stage(
      StagePlan plan,
      Plan whole,
      RLHFRun run,
      Optional<PersistentVolumeClaim> claim,
      View view,
      Instant now) {
    Stage stage = plan.stage();
    String name = run.getMetadata().getName();
    StageStatus status =
        Observation.stage(run, stage).orElseGet(() -> StageStatus.pending(stage.id()));
    Optional<Integer> attempt = Optional.ofNullable(status.intent()).map(AttemptIntent::attempt);
    Optional<Job> job = attempt.flatMap(n -> view.job(Names.job(name, stage, n)));
    Optional<Job> verifyJob =
        view.job(Names.verifyJob(name, stage, StageObservation.nextAttempt(status)));
    List<Pod> pods = view.pods(run, stage);
    Optional<Job> resultJob = attempt.flatMap(n -> view.job(Names.resultJob(name, stage, n)));
    boolean runs = status.phase() == StagePhase.RUNNING && resultJob.isEmpty();
    return new StageObservation(
        run,
        now,
        plan,
        status,
        Turns.failed(run),
        Restarts.affected(whole, run).contains(stage),
        Parents.of(plan, whole, run),
        Optional.ofNullable(status.intent())
            .map(AttemptIntent::revision)
            .flatMap(r -> view.configMap(Names.configMap(name, stage, status.restarted(), r))),
        view.configMap(
            Names.configMap(name, stage, status.restarted(), Revision.of(run.getSpec(), stage))),
        job,
        resultJob,
        verifyJob,
        pods,
        job.filter(Queue::holdsBack).flatMap(j -> view.queueNotice(j.getMetadata().getUid())),
        claim.filter(c -> !runs).flatMap(c -> trouble(c, view)),
        runs
            ? List.of()
            : complaints(
                Stream.of(job, verifyJob, resultJob).flatMap(Optional::stream), pods, view),
        status.phase().isUnderWay() ? Optional.empty() : SourceClaims.missing(run, view),
        view.progress());
  }

  private static Optional<Verdict> trouble(PersistentVolumeClaim claim, View view) {
    return ClaimVerdict.of(
        claim,
        Optional.of(claim)
            .filter(Trouble::isPossible)
            .flatMap(c -> view.complaint(c.getMetadata().getUid())));
  }

  /** A Job is asked about while no pod of the stage is there, since it may not be let make one. */
  private static List<Complaint> complaints(Stream<Job> jobs, List<Pod> pods, View view) {
    Stream<Job> waiting =
        pods.stream().allMatch(PodPhase::hasEnded)
            ? jobs.filter(Trouble::isPossible)
            : Stream.empty();
    return Stream.concat(waiting, pods.stream().filter(Trouble::isPossible))
        .flatMap(object -> view.complaint(object.getMetadata().getUid()).stream())
        .toList();
  }

  private static Plan plan(RLHFRun run) {
    var identity = new RunIdentity(run.getMetadata().getName(), run.getMetadata().getUid());
    return Plan.of(identity, run.getSpec(), places(run));
  }

  /** Where pods of a run find what they read. */
  static PodPlaces places(RLHFRun run) {
    return new PodPlaces(
        run.getSpec().checkpoints(), new Fetched(Observation.status(run).sources()));
  }
}
