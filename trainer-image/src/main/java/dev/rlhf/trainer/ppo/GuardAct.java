package dev.rlhf.trainer.ppo;

import dev.rlhf.manifest.GuardAction;

/**
 * Something that a guard did.
 *
 * @param step the iteration after which it did
 * @param why what was out of bounds
 * @param backTo iteration of the checkpoint that a rollback or a stop went back to; else null
 */
record GuardAct(long step, GuardAction action, String why, Long backTo) {

  /** For people. */
  String words() {
    return switch (action) {
      case WARN -> "step %d: %s".formatted(step, why);
      case ROLLBACK -> "rolled back at step %d to step %d: %s".formatted(step, backTo, why);
      case STOP -> "stopped at step %d, which leaves step %d: %s".formatted(step, backTo, why);
      case FAIL -> "failed at step %d: %s".formatted(step, why);
    };
  }
}
