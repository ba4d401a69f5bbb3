package dev.rlhf.operator.scale;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.StagePhase;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.operator.cluster.Cluster;
import dev.rlhf.operator.cluster.Nodes;
import dev.rlhf.operator.cluster.Results;
import dev.rlhf.operator.objects.Labels;
import dev.rlhf.operator.objects.Role;
import dev.rlhf.plan.Stage;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * Job controller and kubelet of a namespace: gives each Job a pod that runs at once, and ends it as
 * soon as its run's status says that it runs.
 */
final class Player implements AutoCloseable {
  static final int THREADS = 16;

  private final Cluster cluster;
  private final Nodes nodes;
  private final Seen seen;
  private final Predicate<String> ends;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final Map<String, Job> jobs = new ConcurrentHashMap<>();
  private final Map<String, Pod> pods = new ConcurrentHashMap<>();
  private final List<SharedIndexInformer<?>> watches = new ArrayList<>();

  /**
   * @param ends whether a run's pods end by themselves
   */
  Player(Cluster cluster, Seen seen, Predicate<String> ends) {
    this.cluster = cluster;
    this.nodes = new Nodes(cluster, Clock.systemUTC());
    this.seen = seen;
    this.ends = ends;
    watches.add(watchJobs());
    watches.add(seen.watch(cluster));
    seen.whenever(StagePhase.RUNNING, this::goOn);
  }

  private SharedIndexInformer<Job> watchJobs() {
    return cluster
        .admin()
        .batch()
        .v1()
        .jobs()
        .inNamespace(cluster.namespace())
        .withLabel(Labels.MANAGED_BY, Labels.OPERATOR)
        .inform(
            new ResourceEventHandler<>() {
              @Override
              public void onAdd(Job job) {
                if (Role.TRAINER.isOf(job) && jobs.putIfAbsent(key(job), job) == null) {
                  then(() -> start(job));
                }
              }

              @Override
              public void onUpdate(Job before, Job job) {
                // The player itself writes a Job's status.
              }

              @Override
              public void onDelete(Job job, boolean stateUnknown) {
                then(() -> remove(key(job)));
              }
            });
  }

  /** Informers must not be held up; what fails would else fail unseen. */
  private void then(Runnable deed) {
    threads.execute(
        () -> {
          try {
            deed.run();
          } catch (RuntimeException e) {
            ScaleBenchmark.say("the player failed: %s", e);
          }
        });
  }

  /** Of a stage's attempt. */
  private static String key(Job job) {
    return job.getMetadata().getName();
  }

  private void start(Job job) {
    Pod pod = nodes.start(job);
    pods.put(key(job), pod);
    seen.cause(run(job), stage(job), StagePhase.RUNNING);
    nodes.run(pod, ProgressServer.IP);
  }

  /** The garbage collector's part, where a Job was deleted. */
  void remove(String job) {
    Pod pod = pods.remove(job);
    if (pod != null) {
      cluster.admin().resource(pod).withGracePeriod(0).delete();
    }
  }

  private void goOn(RLHFRun run, StageStatus stage) {
    if (ends.test(run.getMetadata().getName())) {
      then(() -> end(run, stage, 0));
    }
  }

  /** Ends the pod of a stage's last attempt. */
  void end(RLHFRun run, StageStatus stage, int code) {
    String name = run.getMetadata().getName();
    String attempt = "%s-%s-%d".formatted(name, stage.name(), stage.intent().attempt());
    Job job = jobs.get(attempt);
    Pod pod = pods.get(attempt);
    String words =
        code == 0
            ? Results.done(
                Stage.valueOf(stage.name().toUpperCase(Locale.ROOT)),
                stage.intent().attempt(),
                Runs.STEPS)
            : "boom";
    PodStatus ended = nodes.end(pod, code, words);
    seen.cause(name, stage.name(), code == 0 ? StagePhase.SUCCEEDED : StagePhase.RETRYING);
    nodes.report(job, pod, ended, code);
  }

  private static String run(Job job) {
    return job.getMetadata().getLabels().get(Labels.RUN);
  }

  private static String stage(Job job) {
    return job.getMetadata().getLabels().get(Labels.STAGE);
  }

  @Override
  public void close() {
    watches.forEach(SharedIndexInformer::close);
    threads.shutdownNow();
  }
}
