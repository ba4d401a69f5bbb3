package dev.rlhf.operator.scale;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.rlhf.operator.cluster.ApiServer;
import dev.rlhf.operator.cluster.Cluster;
import dev.rlhf.operator.observe.JobState;
import dev.rlhf.plan.Stage;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * From a Job that is complete to the next one created: runs of this operator and JobSets with
 * {@code dependsOn}, in turn, in one cluster with its own Job controller and nodes that kwok plays.
 */
final class HandOver implements ResourceEventHandler<Job> {
  private static final String NAMESPACE = "handover";
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final List<String> STAGES = Script.STAGES.stream().map(Stage::id).toList();

  private final Cluster cluster;
  private final Map<String, Long> created = new ConcurrentHashMap<>();
  private final Map<String, Long> complete = new ConcurrentHashMap<>();
  private int number;

  private HandOver(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Measures.
   *
   * @param args a folder for logs and {@code handover.json}, {@code quarkus-run.jar}, the cluster's
   *     kubeconfig, how many of each kind
   */
  public static void main(String[] args) {
    try {
      measure(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]), Integer.parseInt(args[3]));
      System.exit(0);
    } catch (Exception | Error e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static void measure(Path folder, Path jar, Path kubeconfig, int count) throws Exception {
    Config config = Config.fromKubeconfig(kubeconfig.toFile());
    ApiServer.Started.prepare(config);
    Cluster cluster = Cluster.create(config, NAMESPACE);
    try (InputStream objects = HandOver.class.getResourceAsStream("/scale/handover.yaml")) {
      cluster.admin().load(objects).create();
    }
    Path own =
        Account.create(cluster)
            .kubeconfig(Files.readString(kubeconfig), folder.resolve("handover.kubeconfig"));
    var handOver = new HandOver(cluster);
    try (var jobs = cluster.admin().batch().v1().jobs().inNamespace(NAMESPACE).inform(handOver);
        var operator =
            OperatorProcess.start(jar, own, NAMESPACE, folder.resolve("handover-operator.log"))) {
      Map<String, Object> results = handOver.measure(count);
      if (!jobs.isWatching() || !operator.isAlive()) {
        throw new IllegalStateException("the operator, or the watch, has ended before its time");
      }
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValue(folder.resolve("handover.json").toFile(), results);
    }
  }

  private Map<String, Object> measure(int count) throws InterruptedException {
    run(1);
    jobSet(1);
    List<Long> runs = new ArrayList<>();
    List<Long> jobSets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      runs.addAll(run(1));
      jobSets.addAll(jobSet(1));
      if (i % 10 == 9) {
        ScaleBenchmark.say("%d: %s; JobSet: %s", i + 1, Latency.of(runs), Latency.of(jobSets));
      }
    }
    Map<String, Object> results = new LinkedHashMap<>();
    results.put("each", count);
    results.put("alone", Latency.of(runs));
    results.put("jobSetAlone", Latency.of(jobSets));
    results.put("together", Latency.of(run(count)));
    results.put("jobSetTogether", Latency.of(jobSet(count)));
    ScaleBenchmark.say("%s", results);
    return results;
  }

  private List<Long> run(int count) throws InterruptedException {
    return all(count, "run", "/scale/run.yaml", "1");
  }

  private List<Long> jobSet(int count) throws InterruptedException {
    return all(count, "set", "/scale/jobset.yaml", "0");
  }

  /** So many at a time; the hand-overs of all, once all of their Jobs are complete. */
  private List<Long> all(int count, String kind, String resource, String suffix)
      throws InterruptedException {
    List<String> names =
        IntStream.range(0, count).mapToObj(i -> "%s-%05d".formatted(kind, number++)).toList();
    for (String name : names) {
      cluster.admin().resource(manifest(resource, name)).create();
    }
    long end = System.nanoTime() + PATIENCE.toNanos();
    List<Long> times = new ArrayList<>();
    for (String name : names) {
      String last = job(name, STAGES.get(STAGES.size() - 1), suffix);
      while (!complete.containsKey(last)) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException(last + " does not complete");
        }
        Thread.sleep(20);
      }
      for (int i = 1; i < STAGES.size(); i++) {
        times.add(
            created.get(job(name, STAGES.get(i), suffix))
                - complete.get(job(name, STAGES.get(i - 1), suffix)));
      }
    }
    return times;
  }

  private static String job(String name, String stage, String suffix) {
    return name + "-" + stage + "-" + suffix;
  }

  private HasMetadata manifest(String resource, String name) {
    try (InputStream in = HandOver.class.getResourceAsStream(resource)) {
      String yaml = new String(in.readAllBytes()).replace("NAME", name);
      var object = Serialization.unmarshal(yaml, GenericKubernetesResource.class);
      object.getMetadata().setNamespace(NAMESPACE);
      return object;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void onAdd(Job job) {
    created.put(job.getMetadata().getName(), System.nanoTime());
  }

  @Override
  public void onUpdate(Job before, Job job) {
    if (JobState.of(job).phase() == JobState.Phase.COMPLETE) {
      complete.putIfAbsent(job.getMetadata().getName(), System.nanoTime());
    }
  }

  @Override
  public void onDelete(Job job, boolean stateUnknown) {
    // Nobody deletes one.
  }
}
