package dev.rlhf.trainer.memory;

import dev.rlhf.trainer.model.ModelSize;
import dev.rlhf.trainer.model.TokenLogProbs;

/**
 * What the gradients of one micro-batch take beside weights and moments: with A = rows * width *
 * kept numbers of activations, P parameters, H of the head and B already in the buffers,
 *
 * <pre>
 * at the head   B + H + A + logits
 * at the end    B + P
 * </pre>
 *
 * <p>of which the larger is the peak: while gradients come, activations go. B is P where an earlier
 * micro-batch has filled the buffers, else H where the loss of tokens has.
 *
 * @param rows of the micro-batch
 * @param width tokens of a row
 * @param learntTokens that logits are computed for; 0 for a reward alone
 * @param later whether an earlier micro-batch has filled the buffers
 */
record GradientMemory(ModelSize model, long rows, long width, long learntTokens, boolean later) {

  /** Logits, their log-softmax, and the gradients of both. */
  private static final int COPIES = 4;

  MemoryEstimate peak() {
    long head = learntTokens > 0 ? model.head() : 0;
    long before = later ? model.parameters() : 0;
    long tokens = rows * width;
    long chunk = Math.min(learntTokens, TokenLogProbs.rowsOfChunk(model.vocabulary()));
    MemoryEstimate atTheHead =
        MemoryEstimate.NONE
            .withNumbers(MemoryPart.GRADIENTS, before + head)
            .withNumbers(MemoryPart.ACTIVATIONS, tokens * (model.kept() + model.passing()))
            .withNumbers(MemoryPart.LOGITS, COPIES * chunk * model.vocabulary());
    MemoryEstimate atTheEnd =
        MemoryEstimate.NONE
            .withNumbers(MemoryPart.GRADIENTS, Math.max(before, head) + model.parameters())
            .withNumbers(MemoryPart.ACTIVATIONS, tokens * model.passing());
    return atTheHead.or(atTheEnd);
  }
}
