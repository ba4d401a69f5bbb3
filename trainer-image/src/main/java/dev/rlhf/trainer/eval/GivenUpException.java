package dev.rlhf.trainer.eval;

import java.util.function.BooleanSupplier;

/** The evaluation is given up: half of one is worth nothing, so there is nothing to keep. */
final class GivenUpException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Throws where {@code givenUp} says so. */
  static Runnable when(BooleanSupplier givenUp) {
    return () -> {
      if (givenUp.getAsBoolean()) {
        throw new GivenUpException();
      }
    };
  }
}
