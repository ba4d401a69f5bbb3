package dev.rlhf.operator.act;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.operator.objects.Errand;
import dev.rlhf.operator.objects.Labels;
import dev.rlhf.operator.objects.Role;
import dev.rlhf.operator.observe.Complaint;
import dev.rlhf.operator.observe.ProgressSample;
import dev.rlhf.operator.observe.QueueNotice;
import dev.rlhf.operator.observe.View;
import dev.rlhf.plan.Stage;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one pass has read, each object once, and what it has made since. */
public final class Findings implements View {
  private final View source;
  private final Map<String, Optional<PersistentVolumeClaim>> claims = new HashMap<>();
  private final Map<String, Optional<ConfigMap>> configMaps = new HashMap<>();
  private final Map<String, Optional<Job>> jobs = new HashMap<>();
  private final Map<Stage, List<Pod>> pods = new EnumMap<>(Stage.class);
  private final Map<Errand, List<Pod>> errands = new EnumMap<>(Errand.class);
  private Optional<RLHFRun> run;

  /** Reads the run. */
  public Findings(View source) {
    this.source = source;
    this.run = source.run();
  }

  /** What the API server gave back for what was made or written. */
  public void add(HasMetadata made) {
    String name = made.getMetadata().getName();
    if (made instanceof RLHFRun written) {
      run = Optional.of(written);
    } else if (made instanceof PersistentVolumeClaim claim) {
      claims.put(name, Optional.of(claim));
    } else if (made instanceof ConfigMap configMap) {
      configMaps.put(name, Optional.of(configMap));
    } else if (made instanceof Job job) {
      jobs.put(name, Optional.of(job));
      forgetPods(job);
    }
  }

  /** A Job that was made a moment ago wakes its run once it has a pod. */
  private void forgetPods(Job job) {
    if (Role.TRAINER.isOf(job)) {
      Stage stage = Stage.ofId(job.getMetadata().getLabels().get(Labels.STAGE));
      pods.putIfAbsent(stage, List.of());
    }
  }

  @Override
  public Optional<RLHFRun> run() {
    return run;
  }

  @Override
  public Optional<PersistentVolumeClaim> claim(String name) {
    return claims.computeIfAbsent(name, source::claim);
  }

  @Override
  public Optional<ConfigMap> configMap(String name) {
    return configMaps.computeIfAbsent(name, source::configMap);
  }

  @Override
  public Optional<Job> job(String name) {
    return jobs.computeIfAbsent(name, source::job);
  }

  @Override
  public List<Pod> pods(RLHFRun owner, Stage stage) {
    return pods.computeIfAbsent(stage, s -> source.pods(owner, s));
  }

  @Override
  public List<Pod> pods(RLHFRun owner, Errand errand) {
    return errands.computeIfAbsent(errand, e -> source.pods(owner, e));
  }

  @Override
  public Optional<QueueNotice> queueNotice(String jobUid) {
    return source.queueNotice(jobUid);
  }

  @Override
  public Optional<Complaint> complaint(String uid) {
    return source.complaint(uid);
  }

  @Override
  public List<ProgressSample> progress() {
    return source.progress();
  }
}
