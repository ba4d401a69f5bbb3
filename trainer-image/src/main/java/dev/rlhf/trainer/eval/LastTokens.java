package dev.rlhf.trainer.eval;

import java.util.stream.IntStream;

/** The log-probability of what a sequence ends with. */
final class LastTokens {
  private LastTokens() {}

  /** The sum over the last ones of a sequence's log-probabilities. */
  static double sum(float[] logProbs, int tokens) {
    return IntStream.range(logProbs.length - tokens, logProbs.length)
        .mapToDouble(t -> logProbs[t])
        .sum();
  }
}
