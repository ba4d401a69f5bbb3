package dev.rlhf.plan;

/**
 * How often a checkpoint is written and how many stay.
 *
 * @param everySteps optimizer steps between two checkpoints
 * @param keep how many of a stage stay, the newest ones
 */
public record CheckpointSettings(int everySteps, int keep) {

  public CheckpointSettings {
    Requirement.that(everySteps >= 1, "checkpoints.everySteps is %d: write 1 or more", everySteps);
    Requirement.that(keep >= 1, "checkpoints.keep is %d: write 1 or more", keep);
  }
}
