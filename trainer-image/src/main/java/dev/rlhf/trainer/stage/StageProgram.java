package dev.rlhf.trainer.stage;

import java.io.IOException;

/** What a stage does, from its configuration to its final checkpoint. */
@FunctionalInterface
public interface StageProgram {

  /** Whether the stage is done; if not, it was interrupted after a checkpoint. */
  boolean run(StageContext stage) throws IOException;
}
