package dev.rlhf.operator.scale;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.StagePhase;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.operator.cluster.Cluster;
import dev.rlhf.operator.observe.Observation;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * How long after a cause a run's status says so, with few runs and with many that make a step each
 * second. The runs of {@link Runs} that have ended stay.
 */
final class Causes {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int FIRST = 50_000;
  private static final long STEPS_SECONDS = 30;

  private final Cluster cluster;
  private final Seen seen;
  private final Player player;
  private int next = FIRST;

  Causes(Cluster cluster, Seen seen, Player player) {
    this.cluster = cluster;
    this.seen = seen;
    this.player = player;
  }

  /**
   * Measures with so many runs that are under way, all of which are stopped, say, in turn.
   *
   * @param busy how many others make steps meanwhile
   */
  Map<String, Latency> measure(int busy, int samples) throws Exception {
    Map<String, Latency> latencies = new LinkedHashMap<>();
    List<String> others = start(busy);
    List<String> mine = start(samples);
    latencies.put("pod runs", Latency.of(seen.take(StagePhase.RUNNING)));
    try (var progress = new ProgressServer(seen)) {
      steps(progress);
      latencies.put("pod makes a step", Latency.of(progress.take()));
      latencies.put("Job fails", fail(mine));
      latencies.put("Job deleted by hand", deleteJobs(running(mine)));
      latencies.put("suspend", suspend(running(mine)));
    }
    ScaleBenchmark.say("%d runs under way: %s", busy + samples, latencies);
    others.forEach(this::delete);
    mine.forEach(this::delete);
    return latencies;
  }

  /** Runs whose pods do not end by themselves. */
  private List<String> start(int count) throws InterruptedException {
    List<String> names = new ArrayList<>();
    seen.take(StagePhase.RUNNING);
    for (int i = 0; i < count; i++) {
      RLHFRun run = Runs.of(cluster, next++);
      run.getMetadata().setName("held" + run.getMetadata().getName());
      names.add(cluster.admin().resource(run).create().getMetadata().getName());
    }
    return running(names);
  }

  private List<String> running(List<String> names) throws InterruptedException {
    seen.await(names.size(), in(names, StagePhase.RUNNING), PATIENCE);
    return names;
  }

  private static Predicate<RLHFRun> in(List<String> names, StagePhase phase) {
    return run -> names.contains(run.getMetadata().getName()) && stage(run).phase() == phase;
  }

  private static StageStatus stage(RLHFRun run) {
    return Observation.status(run).stages().isEmpty()
        ? StageStatus.pending("sft")
        : Observation.status(run).stages().get(0);
  }

  private static void steps(ProgressServer progress) throws InterruptedException {
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    clock.scheduleAtFixedRate(progress::step, 0, 1, TimeUnit.SECONDS);
    Thread.sleep(TimeUnit.SECONDS.toMillis(STEPS_SECONDS));
    clock.shutdownNow();
    clock.awaitTermination(5, TimeUnit.SECONDS);
  }

  private Latency fail(List<String> names) throws InterruptedException {
    seen.take(StagePhase.RETRYING);
    for (String name : names) {
      RLHFRun run = seen.run(name);
      player.end(run, stage(run), 1);
    }
    return taken(names.size(), StagePhase.RETRYING);
  }

  private Latency deleteJobs(List<String> names) throws InterruptedException {
    seen.take(StagePhase.RETRYING);
    for (String name : names) {
      StageStatus stage = stage(seen.run(name));
      String job = "%s-%s-%d".formatted(name, stage.name(), stage.intent().attempt());
      // Its pod ends first: no attempt follows another whose pod may still write.
      player.remove(job);
      seen.cause(name, stage.name(), StagePhase.RETRYING);
      cluster.admin().batch().v1().jobs().inNamespace(cluster.namespace()).withName(job).delete();
    }
    return taken(names.size(), StagePhase.RETRYING);
  }

  private Latency suspend(List<String> names) throws InterruptedException {
    seen.take(StagePhase.STOPPED);
    for (String name : names) {
      seen.cause(name, stage(seen.run(name)).name(), StagePhase.STOPPED);
      cluster
          .admin()
          .resources(RLHFRun.class)
          .inNamespace(cluster.namespace())
          .withName(name)
          .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"suspend\":true}}");
    }
    return taken(names.size(), StagePhase.STOPPED);
  }

  private Latency taken(int count, StagePhase phase) throws InterruptedException {
    List<Long> all = new ArrayList<>();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (all.size() < count && System.nanoTime() < end) {
      all.addAll(seen.take(phase));
      Thread.sleep(100);
    }
    if (all.size() < count) {
      throw new IllegalStateException("%d of %d are %s".formatted(all.size(), count, phase));
    }
    return Latency.of(all);
  }

  private void delete(String name) {
    cluster
        .admin()
        .resources(RLHFRun.class)
        .inNamespace(cluster.namespace())
        .withName(name)
        .delete();
  }
}
