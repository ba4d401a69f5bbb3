package dev.rlhf.operator.observe;

import dev.rlhf.contract.StageResult;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.operator.objects.Labels;
import dev.rlhf.operator.objects.Owner;
import dev.rlhf.operator.objects.Role;
import dev.rlhf.plan.Parent;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StagePlan;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that a decision on one stage is made from.
 *
 * @param status of the stage as it was read; a pending one at first
 * @param failed another stage, which has failed for good: none begins any more
 * @param restarting whether it is to begin anew
 * @param parents the checkpoints that the stage starts from
 * @param configMap of the attempt that the status names
 * @param nextConfigMap of the settings that the manifest has now
 * @param job of the attempt that the status names
 * @param resultJob which reads that attempt's result
 * @param verifyJob which verifies what the next attempt is to start from
 * @param pods of the stage, of all attempts
 * @param queueNotice why Kueue holds that Job back
 * @param claimTrouble why the claim of the checkpoints has no volume, where something is wrong
 * @param complaints about Jobs and pods of the stage that do not come to be
 * @param missingClaim that the run reads from or writes to, where a stage may begin
 * @param progress what the run's pods said
 */
public record StageObservation(
    RLHFRun run,
    Instant now,
    StagePlan plan,
    StageStatus status,
    Optional<StageStatus> failed,
    boolean restarting,
    Map<Stage, Parent> parents,
    Optional<ConfigMap> configMap,
    Optional<ConfigMap> nextConfigMap,
    Optional<Job> job,
    Optional<Job> resultJob,
    Optional<Job> verifyJob,
    List<Pod> pods,
    Optional<QueueNotice> queueNotice,
    Optional<Verdict> claimTrouble,
    List<Complaint> complaints,
    Optional<Verdict> missingClaim,
    List<ProgressSample> progress) {

  /** The pods of a role that one attempt made, the newest last. */
  public Stream<Pod> pods(Role role, int attempt) {
    return pods.stream()
        .filter(role::isOf)
        .filter(
            pod ->
                Integer.toString(attempt).equals(pod.getMetadata().getLabels().get(Labels.ATTEMPT)))
        .sorted(Comparator.comparing(StageObservation::createdAt));
  }

  static String createdAt(Pod pod) {
    return Objects.requireNonNullElse(pod.getMetadata().getCreationTimestamp(), "");
  }

  /** The number that the stage's next attempt will have. */
  public int nextAttempt() {
    return nextAttempt(status);
  }

  static int nextAttempt(StageStatus status) {
    return status.intent() == null ? 1 : status.intent().attempt() + 1;
  }

  /** A trainer's pod of any attempt of the stage that may still write, if there is one. */
  public Optional<Pod> livePod() {
    return pods.stream()
        .filter(Role.TRAINER::isOf)
        .filter(pod -> !PodPhase.hasEnded(pod))
        .findFirst();
  }

  /** What the process of the last attempt wrote as its last words, while its pod is there. */
  public Optional<StageResult> lastWords() {
    return Optional.ofNullable(status.intent()).stream()
        .flatMap(intent -> pods(Role.TRAINER, intent.attempt()))
        .flatMap(pod -> Termination.of(pod).flatMap(Termination::result).stream())
        .reduce((first, last) -> last);
  }

  /** What the pod of the last attempt said of itself most recently, while it has not ended. */
  public Optional<ProgressSample> lastSaid() {
    return Optional.ofNullable(status.intent()).stream()
        .flatMap(intent -> pods(Role.TRAINER, intent.attempt()))
        .filter(pod -> !PodPhase.hasEnded(pod))
        .flatMap(pod -> said(pod).stream())
        .reduce((first, last) -> last);
  }

  /** Whether the stage is to hold still: by the user's word, or before it begins anew. */
  public boolean isHeld() {
    return restarting || Observation.isSuspended(run);
  }

  /** The Job of the last attempt, where it is ours. */
  public Optional<Job> ownJob() {
    return job.filter(found -> Owner.owns(run, found));
  }

  /** That Job, where it has not ended. */
  public Optional<Job> openJob() {
    return ownJob().filter(found -> !JobState.of(found).phase().isEnd());
  }

  /** Whether nothing of the stage runs, and nothing was decided on that is yet to begin. */
  public boolean isStill() {
    return !status.phase().isUnderWay() && openJob().isEmpty() && livePod().isEmpty();
  }

  /** What is complained of about a Job or a pod. */
  public Optional<Complaint> complaint(HasMetadata object) {
    return Complaint.about(object, complaints);
  }

  /** What a pod said of itself most recently. */
  public Optional<ProgressSample> said(Pod pod) {
    return progress.stream()
        .filter(sample -> sample.podUid().equals(pod.getMetadata().getUid()))
        .findFirst();
  }
}
