package dev.rlhf.trainer.memory;

import dev.rlhf.trainer.generate.BatchBounds;
import dev.rlhf.trainer.model.ModelSize;

/**
 * What drawing answers takes beside weights: the same weights as decoding reads them, keys and
 * values of all tokens of a batch, twice while rows that have ended are dropped, and the
 * distribution of each row's next token, its sums in fp64.
 *
 * @param prompts all that are answered
 * @param width tokens of a prompt
 * @param newTokens tokens of an answer
 */
record DrawingMemory(ModelSize model, long prompts, long width, long newTokens) {

  private static final int CACHES = 2;

  /** Logits, logits by temperature, probabilities, and two for the sums. */
  private static final int COPIES = 5;

  MemoryEstimate peak() {
    BatchBounds bounds = new BatchBounds(model);
    long rows = bounds.rowsContinued(prompts, width + newTokens);
    long read = Math.min(rows, bounds.rowsRead(width));
    MemoryEstimate atTheEnd =
        MemoryEstimate.NONE
            .withNumbers(MemoryPart.CACHE, CACHES * rows * (width + newTokens) * model.cached())
            .withNumbers(MemoryPart.LOGITS, COPIES * rows * model.vocabulary());
    MemoryEstimate atTheBeginning =
        MemoryEstimate.NONE
            .withNumbers(MemoryPart.CACHE, rows * (width + newTokens) * model.cached())
            .withNumbers(MemoryPart.ACTIVATIONS, read * width * model.passing())
            .withNumbers(MemoryPart.LOGITS, COPIES * read * model.vocabulary());
    return atTheBeginning
        .or(atTheEnd)
        .and(MemoryEstimate.NONE.withNumbers(MemoryPart.COPIES, model.parameters()));
  }
}
