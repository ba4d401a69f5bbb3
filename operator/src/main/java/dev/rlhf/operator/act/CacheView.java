package dev.rlhf.operator.act;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.operator.observe.Complaint;
import dev.rlhf.operator.observe.ProgressSample;
import dev.rlhf.operator.observe.QueueNotice;
import dev.rlhf.operator.observe.SelectingView;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the informers know: free of charge, and possibly out of date. */
public record CacheView(RLHFRun cached, Context<RLHFRun> context) implements SelectingView {

  @Override
  public Optional<RLHFRun> run() {
    return Optional.of(cached);
  }

  @Override
  public Optional<PersistentVolumeClaim> claim(String name) {
    return named(PersistentVolumeClaim.class, name);
  }

  @Override
  public Optional<ConfigMap> configMap(String name) {
    return named(ConfigMap.class, name);
  }

  @Override
  public Optional<Job> job(String name) {
    return named(Job.class, name);
  }

  @Override
  public List<Pod> pods(Map<String, String> labels) {
    return context
        .getSecondaryResourcesAsStream(Pod.class)
        .filter(pod -> pod.getMetadata().getLabels().entrySet().containsAll(labels.entrySet()))
        .toList();
  }

  @Override
  public Optional<QueueNotice> queueNotice(String jobUid) {
    return context
        .getSecondaryResourcesAsStream(QueueNotice.class)
        .filter(notice -> notice.jobUid().equals(jobUid))
        .findFirst();
  }

  @Override
  public Optional<Complaint> complaint(String uid) {
    return context
        .getSecondaryResourcesAsStream(Complaint.class)
        .filter(complaint -> complaint.uid().equals(uid))
        .findFirst();
  }

  @Override
  public List<ProgressSample> progress() {
    return context.getSecondaryResourcesAsStream(ProgressSample.class).toList();
  }

  private <T extends HasMetadata> Optional<T> named(Class<T> type, String name) {
    return context
        .getSecondaryResourcesAsStream(type)
        .filter(object -> object.getMetadata().getName().equals(name))
        .findFirst();
  }
}
