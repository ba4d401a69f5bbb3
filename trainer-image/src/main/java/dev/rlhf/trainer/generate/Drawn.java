package dev.rlhf.trainer.generate;

/**
 * A continuation with what the model said of each of its tokens; arrays go by its tokens.
 *
 * @param ids the tokens, with the one that ended it where there is one
 * @param logProbs log p of each under the distribution that it was drawn from, in nats; empty where
 *     that was not asked for
 * @param entropies of those distributions, in nats; empty where that was not asked for
 */
public record Drawn(long[] ids, float[] logProbs, float[] entropies) {}
