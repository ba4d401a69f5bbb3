package dev.rlhf.operator.scale;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.RunPhase;
import dev.rlhf.manifest.StagePhase;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.operator.cluster.Cluster;
import dev.rlhf.operator.observe.Observation;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** What a watch shows of runs' statuses, and how long after its cause each change came. */
final class Seen implements ResourceEventHandler<RLHFRun> {
  private final Map<String, RLHFRun> runs = new ConcurrentHashMap<>();
  private final Map<String, Long> causes = new ConcurrentHashMap<>();
  private final Map<StagePhase, List<Long>> latencies = new EnumMap<>(StagePhase.class);
  private final Map<StagePhase, BiConsumer<RLHFRun, StageStatus>> listeners =
      new EnumMap<>(StagePhase.class);
  private final List<BiConsumer<RLHFRun, StageStatus>> stageListeners = new ArrayList<>();

  SharedIndexInformer<RLHFRun> watch(Cluster cluster) {
    return cluster.admin().resources(RLHFRun.class).inNamespace(cluster.namespace()).inform(this);
  }

  /** Calls somebody back whenever a stage comes into a phase. */
  void whenever(StagePhase phase, BiConsumer<RLHFRun, StageStatus> listener) {
    listeners.put(phase, listener);
  }

  /** Calls somebody back with each stage of each status. */
  void always(BiConsumer<RLHFRun, StageStatus> listener) {
    stageListeners.add(listener);
  }

  /** Something happens now that must bring a stage into a phase. */
  void cause(String run, String stage, StagePhase phase) {
    causes.put(key(run, stage, phase), System.nanoTime());
  }

  /** The times from a cause to the phase it brought about, since the last call. */
  synchronized List<Long> take(StagePhase phase) {
    List<Long> taken = latencies.remove(phase);
    return taken == null ? List.of() : taken;
  }

  /** The run as it was seen last. */
  RLHFRun run(String name) {
    return runs.get(name);
  }

  long count(Predicate<RLHFRun> condition) {
    return runs.values().stream().filter(condition).count();
  }

  static boolean isComplete(RLHFRun run) {
    return Observation.status(run).phase() == RunPhase.COMPLETE;
  }

  /** Waits until so many runs are so. */
  synchronized void await(long count, Predicate<RLHFRun> condition, Duration patience)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (count(condition) < count) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new IllegalStateException(
            "%d of %d runs are there after %s".formatted(count(condition), count, patience));
      }
      wait(left);
    }
  }

  @Override
  public void onAdd(RLHFRun run) {
    look(null, run);
  }

  @Override
  public void onUpdate(RLHFRun before, RLHFRun run) {
    look(before, run);
  }

  @Override
  public void onDelete(RLHFRun run, boolean stateUnknown) {
    runs.remove(run.getMetadata().getName());
  }

  private synchronized void look(RLHFRun before, RLHFRun run) {
    long now = System.nanoTime();
    runs.put(run.getMetadata().getName(), run);
    for (StageStatus stage : Observation.status(run).stages()) {
      if (!Objects.equals(stage.phase(), phase(before, stage.name()))) {
        entered(run, stage, now);
      }
      stageListeners.forEach(listener -> listener.accept(run, stage));
    }
    notifyAll();
  }

  private void entered(RLHFRun run, StageStatus stage, long now) {
    Long cause = causes.remove(key(run.getMetadata().getName(), stage.name(), stage.phase()));
    if (cause != null) {
      latencies.computeIfAbsent(stage.phase(), phase -> new ArrayList<>()).add(now - cause);
    }
    BiConsumer<RLHFRun, StageStatus> listener = listeners.get(stage.phase());
    if (listener != null) {
      listener.accept(run, stage);
    }
  }

  private static StagePhase phase(RLHFRun run, String stage) {
    return run == null
        ? null
        : Observation.status(run).stages().stream()
            .filter(s -> s.name().equals(stage))
            .map(StageStatus::phase)
            .findFirst()
            .orElse(null);
  }

  private static String key(String run, String stage, StagePhase phase) {
    return run + "/" + stage + "/" + phase;
  }
}
