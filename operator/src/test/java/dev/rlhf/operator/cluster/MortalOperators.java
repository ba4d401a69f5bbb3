package dev.rlhf.operator.cluster;

import dev.rlhf.plan.Stage;
import io.fabric8.kubernetes.api.model.batch.v1.Job;

/** Operators of which each is killed after its first write, and the next one goes on. */
record MortalOperators(Cluster cluster, TestClock clock, History history) {
  private static final String RUN = "quick";

  /**
   * Reconciles until all rests.
   *
   * @return how many have died
   */
  int settle() {
    for (int deaths = 0; ; deaths++) {
      try {
        new Operator(cluster, clock, new Faults(1)).settle(RUN);
        history.look();
        return deaths;
      } catch (Faults.Killed e) {
        history.look();
      }
    }
  }

  /**
   * The pod of a stage's first attempt runs and ends well.
   *
   * @return how many have died meanwhile
   */
  int train(Stage stage, long steps) {
    Nodes nodes = new Nodes(cluster);
    Job job = cluster.job("quick-%s-1".formatted(stage.id()));
    nodes.start(job);
    nodes.run(job);
    int deaths = settle();
    nodes.exit(job, 0, Results.done(stage, 1, steps));
    return deaths + settle();
  }
}
