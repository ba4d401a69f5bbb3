package dev.rlhf.trainer.memory;

import dev.rlhf.trainer.model.ModelSize;
import dev.rlhf.trainer.model.TokenLogProbs;

/**
 * What scoring rows takes beside the models that learn: hidden states, what one layer makes of them
 * in passing, and logits with their log-softmax, of one chunk of tokens.
 *
 * @param rows that are scored at a time
 * @param width tokens of a row
 * @param tokens that logits are computed for; none where a reward is asked for
 */
record ScoringMemory(ModelSize model, long rows, long width, long tokens) {

  private static final int COPIES = 2;

  MemoryEstimate peak() {
    long chunk = Math.min(tokens, TokenLogProbs.rowsOfChunk(model.vocabulary()));
    return MemoryEstimate.NONE
        .withNumbers(MemoryPart.ACTIVATIONS, rows * width * (model.hidden() + model.passing()))
        .withNumbers(MemoryPart.LOGITS, COPIES * chunk * model.vocabulary());
  }
}
