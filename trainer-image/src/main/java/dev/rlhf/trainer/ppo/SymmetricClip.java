package dev.rlhf.trainer.ppo;

/**
 * clip(x, -delta, delta).
 *
 * @param bound the delta; 0 clips nothing
 */
public record SymmetricClip(double bound) {

  double of(double value) {
    return bound == 0 ? value : Math.max(-bound, Math.min(bound, value));
  }
}
