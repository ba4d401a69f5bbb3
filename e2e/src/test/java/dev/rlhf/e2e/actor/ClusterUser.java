package dev.rlhf.e2e.actor;

import static org.awaitility.Awaitility.await;

import dev.rlhf.contract.Documents;
import dev.rlhf.contract.StageResult;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.RunCondition;
import dev.rlhf.manifest.RunPhase;
import dev.rlhf.manifest.StageStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** Who trains a model, in a namespace of their own. */
public final class ClusterUser implements AutoCloseable {
  private static final List<String> ENDED = List.of("Succeeded", "Failed");
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final Duration POLL = Duration.ofMillis(500);

  private final KubernetesClient client;

  ClusterUser(KubernetesClient client) {
    this.client = client;
  }

  /** Applies a manifest of one object. */
  public HasMetadata applies(String yaml) {
    return client.resource(yaml).create();
  }

  /** Applies a file of the repository or of the tests. */
  public HasMetadata applies(Path file) {
    try {
      return applies(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The user's namespace. */
  public String namespace() {
    return client.getNamespace();
  }

  public RLHFRun sees(String run) {
    return run(run).get();
  }

  public void deletes(String run) {
    run(run).delete();
  }

  public void deletes(HasMetadata object) {
    client.resource(object).delete();
  }

  /** Waits for something that a run's status tells. */
  public RLHFRun waitsUntil(String run, String what, Predicate<RLHFRun> holds) {
    AtomicReference<RLHFRun> seen = new AtomicReference<>();
    await(run + " " + what)
        .atMost(PATIENCE)
        .pollInterval(POLL)
        .until(
            () -> {
              seen.set(sees(run));
              return seen.get().getStatus() != null && holds.test(seen.get());
            });
    return seen.get();
  }

  /** Waits until nothing more happens to a run. */
  public RLHFRun waitsForTheEnd(String run) {
    return waitsUntil(
        run,
        "ends",
        seen -> {
          RunPhase phase = seen.getStatus().phase();
          return phase != null && phase.isFinished();
        });
  }

  /** What one of the run's stages says. */
  public static StageStatus stage(RLHFRun run, String stage) {
    return run.getStatus().stages().stream()
        .filter(status -> status.name().equals(stage))
        .findFirst()
        .orElseThrow();
  }

  /** The one condition that holds. */
  public static RunCondition verdict(RLHFRun run) {
    return run.getStatus().conditions().stream()
        .filter(condition -> condition.status().equals("True"))
        .findFirst()
        .orElseThrow();
  }

  /** Whether the running pod of a stage has told of a step. */
  public static boolean hasMadeSteps(RLHFRun run, String stage) {
    var progress = stage(run, stage).progress();
    return progress != null && progress.step() != null && progress.step() > 0;
  }

  /** Has a run hold still, or go on. */
  public void suspends(String run, boolean suspend) {
    edits(run, "{\"suspend\": %b}".formatted(suspend));
  }

  /** Changes a run, by a merge patch of its spec. */
  public void edits(String run, String spec) {
    run(run).patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": %s}".formatted(spec));
  }

  /** What a run's newest pod left as its result. */
  public StageResult lastResult(String run) {
    List<Pod> pods = pods(run);
    var state = pods.get(pods.size() - 1).getStatus().getContainerStatuses().get(0).getState();
    byte[] message = state.getTerminated().getMessage().getBytes(StandardCharsets.UTF_8);
    try {
      return Documents.read(message, StageResult.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<Pod> pods(String run) {
    return client.pods().withLabel("rlhf.dev/run", run).list().getItems();
  }

  /**
   * Those of a run's pods that have not ended; one that has may be there until it is cleared away.
   */
  public List<Pod> livePods(String run) {
    return pods(run).stream().filter(pod -> !ENDED.contains(pod.getStatus().getPhase())).toList();
  }

  /** Runs a pod to its end and returns what it printed. */
  public String reads(String podYaml) {
    HasMetadata pod = applies(podYaml);
    String name = pod.getMetadata().getName();
    await("pod " + name + " ends")
        .atMost(PATIENCE)
        .pollInterval(POLL)
        .until(() -> ENDED.contains(phase(name)));
    String log = client.pods().withName(name).getLog();
    if (!phase(name).equals("Succeeded")) {
      throw new AssertionError("pod " + name + " failed: " + log);
    }
    deletes(pod);
    return log;
  }

  /** Starts a pod that holds a volume and stays until it is closed. */
  public VolumeReader opens(String podYaml) {
    return new VolumeReader(client, podYaml);
  }

  /** Every object of the namespace that belongs to runs. */
  public List<String> leftovers() {
    return List.of(
            client.batch().v1().jobs().list().getItems(),
            client.pods().list().getItems(),
            client.persistentVolumeClaims().list().getItems(),
            client.configMaps().list().getItems())
        .stream()
        .flatMap(List::stream)
        .map(object -> (HasMetadata) object)
        .map(object -> object.getKind() + "/" + object.getMetadata().getName())
        .filter(name -> !name.equals("ConfigMap/kube-root-ca.crt"))
        .toList();
  }

  private String phase(String pod) {
    return client.pods().withName(pod).get().getStatus().getPhase();
  }

  private Resource<RLHFRun> run(String name) {
    return client.resources(RLHFRun.class).withName(name);
  }

  @Override
  public void close() {
    client.close();
  }
}
