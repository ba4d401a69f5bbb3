package dev.rlhf.trainer.checkpoint;

import dev.rlhf.plan.Stage;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The checkpoints that a run has come to: of each stage the one that later stages started from, or
 * else the newest.
 */
public record RunLineage(Map<Stage, Checkpoint> checkpoints) {

  /** The lineage among all checkpoints of one run. */
  public static RunLineage of(CheckpointIndex index) {
    Map<Stage, Checkpoint> chosen = new EnumMap<>(Stage.class);
    Stage[] stages = Stage.values();
    for (int i = stages.length - 1; i >= 0; i--) {
      Stage stage = stages[i];
      wanted(stage, chosen.values())
          .map(digest -> Optional.ofNullable(index.byDigest().get(digest)))
          .orElseGet(() -> newest(stage, index))
          .ifPresent(checkpoint -> chosen.put(stage, checkpoint));
    }
    return new RunLineage(chosen);
  }

  /** Whether one of them has this digest. */
  public boolean holds(String digest) {
    return checkpoints.values().stream().anyMatch(c -> c.digest().equals(digest));
  }

  private static Optional<String> wanted(Stage stage, Collection<Checkpoint> later) {
    return later.stream()
        .map(checkpoint -> checkpoint.manifest().parents().get(stage.id()))
        .filter(Objects::nonNull)
        .findFirst();
  }

  private static Optional<Checkpoint> newest(Stage stage, CheckpointIndex index) {
    return index.byDigest().values().stream()
        .filter(checkpoint -> checkpoint.manifest().stage() == stage)
        .max(
            Comparator.<Checkpoint>comparingLong(checkpoint -> checkpoint.manifest().step())
                .thenComparingInt(checkpoint -> checkpoint.manifest().attempt()));
  }
}
