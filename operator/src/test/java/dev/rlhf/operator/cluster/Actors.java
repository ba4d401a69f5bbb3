package dev.rlhf.operator.cluster;

import dev.rlhf.manifest.RLHFRunStatus;
import dev.rlhf.manifest.RunCondition;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.operator.observe.Observation;
import dev.rlhf.plan.Stage;
import io.fabric8.kubernetes.api.model.batch.v1.Job;

/** Everybody who has a part in the life of the run {@code quick}. */
public record Actors(Cluster cluster, TestClock clock, Operator operator, Nodes nodes, User user) {
  private static final String RUN = "quick";

  static Actors of(Cluster cluster) {
    var clock = new TestClock();
    return new Actors(
        cluster, clock, new Operator(cluster, clock), new Nodes(cluster, clock), new User(cluster));
  }

  /** The same, once the user has applied a manifest. */
  static Actors of(Cluster cluster, String manifest) {
    Actors actors = of(cluster);
    actors.user.apply(manifest);
    return actors;
  }

  void settle() {
    operator.settle(RUN);
  }

  /** Up to an intent that has no Job yet; gives the cluster as it then is. */
  Snapshot untilIntended() {
    Snapshot now = Snapshot.of(cluster, RUN);
    while (Observation.status(now.run().orElseThrow()).stages().stream()
        .noneMatch(stage -> stage.intent() != null)) {
      diesAfterOneWrite();
      now = Snapshot.of(cluster, RUN);
    }
    return now;
  }

  /** An operator makes one thing, and is killed. */
  void diesAfterOneWrite() {
    try {
      new Operator(cluster, clock, new Faults(1)).reconcile(RUN);
    } catch (Faults.Killed e) {
      return;
    }
    throw new AssertionError("nothing is written, and no attempt is intended");
  }

  /** The Job of an attempt. */
  Job job(int attempt) {
    return cluster.job("quick-sft-" + attempt);
  }

  /** The pod of an attempt runs, and the operator knows. */
  Job runs(int attempt) {
    return runs(Stage.SFT, attempt);
  }

  /** The pod of a stage's attempt runs, and the operator knows. */
  Job runs(Stage stage, int attempt) {
    settle();
    Job job = cluster.job("quick-%s-%d".formatted(stage.id(), attempt));
    nodes.start(job);
    nodes.run(job);
    settle();
    return job;
  }

  RLHFRunStatus status() {
    return cluster.run(RUN).getStatus();
  }

  StageStatus stage() {
    return stage(Stage.SFT);
  }

  StageStatus stage(Stage stage) {
    return Observation.stage(cluster.run(RUN), stage).orElseThrow();
  }

  /** The one condition that holds. */
  RunCondition verdict() {
    return status().conditions().stream()
        .filter(c -> c.status().equals("True"))
        .findFirst()
        .orElseThrow();
  }
}
