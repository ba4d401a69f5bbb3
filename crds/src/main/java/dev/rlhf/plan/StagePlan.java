package dev.rlhf.plan;

import java.util.Map;
import java.util.Set;

/** How a run comes by the checkpoint of one of its stages. */
public sealed interface StagePlan {
  /** The stage. */
  Stage stage();

  /** The stages whose checkpoints it starts from. */
  Set<Stage> parents();

  /**
   * The stage is trained, once the checkpoints that it starts from are there.
   *
   * @param draft its configuration, which lacks only those
   * @param parents the stages whose checkpoints it starts from
   */
  record Train(StageConfig draft, Set<Stage> parents) implements StagePlan {
    public Train {
      parents = Set.copyOf(parents);
    }

    @Override
    public Stage stage() {
      return draft.stage();
    }

    /**
     * The configuration.
     *
     * @throws IllegalArgumentException when a parent is missing or one too many is there
     */
    public StageConfig config(Map<Stage, Parent> found) {
      if (!found.keySet().equals(parents)) {
        throw new IllegalArgumentException(
            "%s starts from %s, not from %s".formatted(stage().id(), parents, found.keySet()));
      }
      return draft.withParents(found);
    }
  }

  /** A ready checkpoint takes the stage's place. */
  record Given(Stage stage, Input checkpoint) implements StagePlan {
    @Override
    public Set<Stage> parents() {
      return Set.of();
    }
  }
}
