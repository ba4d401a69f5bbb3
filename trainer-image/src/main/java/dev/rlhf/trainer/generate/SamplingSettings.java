package dev.rlhf.trainer.generate;

import dev.rlhf.trainer.InvalidInputException;

/**
 * How continuations are drawn.
 *
 * @param maxNewTokens the longest continuation, its end-of-sequence token included
 * @param temperature divides the logits; 0 takes the likeliest token
 * @param topP the share of probability that is kept, see {@link TopP}; 1 keeps all
 * @param repetitionPenalty see {@link RepetitionPenalty}; 1 is none
 * @param seed every draw is a function of it, the row and the token's index
 */
public record SamplingSettings(
    int maxNewTokens, double temperature, double topP, double repetitionPenalty, long seed) {

  public SamplingSettings {
    require(maxNewTokens > 0, "The number of new tokens", maxNewTokens, "a whole number above 0");
    require(temperature >= 0, "The temperature", temperature, "0 (greedy) or a number above");
    require(topP > 0 && topP <= 1, "Top-p", topP, "a number above 0 and up to 1");
    require(repetitionPenalty > 0, "The repetition penalty", repetitionPenalty, "a number above 0");
  }

  /** Whether tokens are drawn from all of softmax(logits / temperature). */
  boolean isWhole() {
    return temperature > 0 && topP == 1 && repetitionPenalty == 1;
  }

  private static void require(boolean holds, String what, Number value, String instead) {
    if (!holds || Double.isInfinite(value.doubleValue())) {
      throw new InvalidInputException("%s is %s; write %s.".formatted(what, value, instead));
    }
  }
}
