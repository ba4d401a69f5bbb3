package dev.rlhf.operator.observe;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.operator.objects.Errand;
import dev.rlhf.plan.Stage;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Optional;

/** A place to read the objects of one run from: the informers' caches, or the API server. */
public interface View {
  /** The run; empty when it is gone. */
  Optional<RLHFRun> run();

  Optional<PersistentVolumeClaim> claim(String name);

  Optional<ConfigMap> configMap(String name);

  Optional<Job> job(String name);

  /** All pods that carry the UID of the run and the name of the stage. */
  List<Pod> pods(RLHFRun run, Stage stage);

  /** All pods of an errand that carry the UID of the run. */
  List<Pod> pods(RLHFRun run, Errand errand);

  /** Why Kueue holds a Job back, where Kueue is there and says so. */
  Optional<QueueNotice> queueNotice(String jobUid);

  /** What is complained of about an object that does not come to be. */
  Optional<Complaint> complaint(String uid);

  /** What each pod that runs said of itself most recently. */
  List<ProgressSample> progress();
}
