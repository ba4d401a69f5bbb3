package dev.rlhf.operator.act;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.operator.objects.CheckpointClaim;
import dev.rlhf.operator.objects.Errand;
import dev.rlhf.operator.objects.Labels;
import dev.rlhf.operator.objects.Role;
import dev.rlhf.operator.observe.Complaint;
import dev.rlhf.operator.observe.JobState;
import dev.rlhf.operator.observe.Observation;
import dev.rlhf.operator.observe.PodPhase;
import dev.rlhf.operator.observe.ProgressSample;
import dev.rlhf.operator.observe.QueueNotice;
import dev.rlhf.operator.observe.View;
import dev.rlhf.plan.Names;
import dev.rlhf.plan.Stage;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Optional;

/**
 * The caches where they cannot mislead, and the API server where they could.
 *
 * <p>The run may be an older one, since no status is written but upon the version that it was
 * decided on. What a cache has is believed: that a Job or a process has ended stays true, and a
 * deletion names the very object. What a cache lacks is believed where the API server refuses to
 * make it a second time, and looked for where its absence is news: a claim that was there or is to
 * be brought, the Job of an attempt that the status speaks of, the pods of a stage that is to begin
 * again or that has ended.
 */
public record RecentView(View cached, View live) implements View {

  @Override
  public Optional<RLHFRun> run() {
    return cached.run();
  }

  @Override
  public Optional<PersistentVolumeClaim> claim(String name) {
    return cached.claim(name).or(() -> isToBeMade(name) ? Optional.empty() : live.claim(name));
  }

  @Override
  public Optional<ConfigMap> configMap(String name) {
    return cached.configMap(name);
  }

  @Override
  public Optional<Job> job(String name) {
    Optional<Job> known = cached.job(name);
    return known.isEmpty() && isSpokenOf(name) ? live.job(name) : known;
  }

  @Override
  public List<Pod> pods(RLHFRun run, Stage stage) {
    List<Pod> known = cached.pods(run, stage);
    return Observation.stage(run, stage).filter(s -> hidesPods(s, known, run)).isPresent()
        ? live.pods(run, stage)
        : known;
  }

  /** Only asked for until all is fetched. */
  @Override
  public List<Pod> pods(RLHFRun run, Errand errand) {
    return live.pods(run, errand);
  }

  private boolean isToBeMade(String claim) {
    return run()
        .filter(run -> Observation.status(run).claimName() == null)
        .filter(run -> !CheckpointClaim.isGiven(run))
        .map(CheckpointClaim::name)
        .filter(claim::equals)
        .isPresent();
  }

  private boolean isSpokenOf(String job) {
    return run().stream()
        .flatMap(
            run ->
                Observation.status(run).stages().stream()
                    .filter(stage -> stage.intent() != null)
                    .map(
                        stage ->
                            Names.job(
                                run.getMetadata().getName(),
                                Stage.ofId(stage.name()),
                                stage.intent().attempt())))
        .anyMatch(job::equals);
  }

  /** Whether there may be a pod, or an end of one, that the cache does not know and that counts. */
  private boolean hidesPods(StageStatus stage, List<Pod> known, RLHFRun run) {
    String name = run.getMetadata().getName();
    Stage id = Stage.ofId(stage.name());
    if (stage.intent() == null) {
      return cached.job(Names.verifyJob(name, id, 1)).isPresent();
    }
    int attempt = stage.intent().attempt();
    if (!stage.phase().isUnderWay() || cached.job(Names.resultJob(name, id, attempt)).isPresent()) {
      return true;
    }
    Optional<Pod> own = known.stream().filter(pod -> isOf(pod, attempt)).findFirst();
    return own.isEmpty() || !PodPhase.hasEnded(own.get()) && hasEnded(Names.job(name, id, attempt));
  }

  private static boolean isOf(Pod pod, int attempt) {
    return Role.TRAINER.isOf(pod)
        && Integer.toString(attempt).equals(pod.getMetadata().getLabels().get(Labels.ATTEMPT));
  }

  private boolean hasEnded(String job) {
    return cached.job(job).filter(j -> JobState.of(j).phase().isEnd()).isPresent();
  }

  @Override
  public Optional<QueueNotice> queueNotice(String jobUid) {
    return cached.queueNotice(jobUid);
  }

  @Override
  public Optional<Complaint> complaint(String uid) {
    return cached.complaint(uid);
  }

  @Override
  public List<ProgressSample> progress() {
    return cached.progress();
  }
}
