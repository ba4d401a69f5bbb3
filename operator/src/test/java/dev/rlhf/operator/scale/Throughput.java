package dev.rlhf.operator.scale;

import dev.rlhf.operator.cluster.Cluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Batches of runs, in turn through the operator and through the bare client. */
final class Throughput implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private final Cluster operated;
  private final Seen seen;
  private final Cluster recorded;
  private final Cluster bare;
  private final Script script;
  private final KubernetesClient client;
  private final ExecutorService threads = Executors.newFixedThreadPool(Player.THREADS);

  Throughput(Cluster operated, Seen seen, Cluster recorded, Account bare, Script script) {
    this.operated = operated;
    this.seen = seen;
    this.recorded = recorded;
    this.bare = bare.cluster();
    this.script = script;
    this.client = new KubernetesClientBuilder().withConfig(bare.config()).build();
  }

  /** Seconds from the first run's creation until the last one is complete. */
  double operator(int first, int count) throws InterruptedException, ExecutionException {
    long begin = System.nanoTime();
    long complete = seen.count(Seen::isComplete);
    all(first, count, number -> operated.admin().resource(Runs.of(operated, number)).create());
    seen.await(complete + count, Seen::isComplete, PATIENCE);
    return seconds(begin);
  }

  /** Seconds that the bare client takes for the same. */
  double bare(int first, int count) throws InterruptedException, ExecutionException {
    long begin = System.nanoTime();
    all(
        first,
        count,
        number -> {
          new BareRun(script, recorded, bare, client, number).live();
          return null;
        });
    return seconds(begin);
  }

  private interface Deed {
    Object of(int number);
  }

  private void all(int first, int count, Deed deed)
      throws InterruptedException, ExecutionException {
    List<Callable<Object>> calls = new ArrayList<>();
    for (int number = first; number < first + count; number++) {
      int mine = number;
      calls.add(() -> deed.of(mine));
    }
    for (Future<Object> done : threads.invokeAll(calls)) {
      done.get();
    }
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    client.close();
  }
}
