package dev.rlhf.operator.scale;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.operator.cluster.Cluster;
import dev.rlhf.operator.cluster.Nodes;
import dev.rlhf.operator.cluster.Operator;
import dev.rlhf.operator.cluster.Results;
import dev.rlhf.plan.Names;
import dev.rlhf.plan.Stage;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an operator writes for one run, in its order, taken down from the operator itself.
 *
 * @param chapters the writes up to each event: before the first pod, once it runs, once it has
 *     ended and so on
 * @param jobUids of the run's Jobs, by name
 */
record Script(RLHFRun run, List<List<Write>> chapters, Map<String, String> jobUids) {
  static final List<Stage> STAGES = List.of(Stage.SFT, Stage.RM, Stage.PPO);

  /** Has an operator of this process bring one run to its end. */
  static Script record(Cluster cluster) {
    var recorder = new Recorder();
    var operator = new Operator(cluster, Clock.systemUTC(), recorder);
    var nodes = new Nodes(cluster, Clock.systemUTC());
    RLHFRun run = cluster.admin().resource(Runs.of(cluster, 0)).create();
    String name = run.getMetadata().getName();
    List<List<Write>> chapters = new ArrayList<>();
    Map<String, String> uids = new TreeMap<>();
    for (Stage stage : STAGES) {
      operator.settle(name);
      chapters.add(recorder.take());
      Job job = cluster.job(Names.job(name, stage, 1));
      uids.put(job.getMetadata().getName(), job.getMetadata().getUid());
      nodes.start(job);
      nodes.run(job);
      operator.settle(name);
      chapters.add(recorder.take());
      nodes.exit(job, 0, Results.done(stage, 1, Runs.STEPS));
    }
    operator.settle(name);
    chapters.add(recorder.take());
    return new Script(run, List.copyOf(chapters), Map.copyOf(uids));
  }
}
