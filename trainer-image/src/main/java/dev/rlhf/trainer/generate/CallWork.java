package dev.rlhf.trainer.generate;

import ai.djl.Device;
import dev.rlhf.trainer.model.Transformer;

/**
 * How much one native call may do, so that it lasts seconds and a process can stop between calls.
 *
 * <p>The bound is on floating-point operations, two per parameter and token. It is not on measured
 * time, since rounding depends on the shape of a batch, and a result must not depend on the clock.
 *
 * @param device what computes: a GPU does a hundred times as much in that time, and little work at
 *     once leaves it idle
 */
record CallWork(long parameters, Device device) {

  private static final double PROMPT_OPERATIONS = 2e11;
  private static final double DECODING_OPERATIONS = 2e10;
  private static final double GPU_FACTOR = 100;
  private static final int MAX_TOKENS = 16_384;
  private static final int MAX_STEPS = 32;

  static CallWork of(Transformer model) {
    return new CallWork(
        model.parameters().values().stream().mapToLong(p -> p.getShape().size()).sum(),
        model.manager().getDevice());
  }

  /** Tokens, padding included, of one forward pass over whole sequences. */
  int tokens() {
    return (int) clamp(most(PROMPT_OPERATIONS) / (2.0 * parameters), MAX_TOKENS);
  }

  /** Decoding steps of one call with {@code rows} rows. */
  int steps(int rows) {
    return (int) clamp(most(DECODING_OPERATIONS) / (2.0 * parameters * rows), MAX_STEPS);
  }

  private double most(double operations) {
    return device.isGpu() ? GPU_FACTOR * operations : operations;
  }

  private static double clamp(double count, int max) {
    return Math.max(1, Math.min(count, max));
  }
}
