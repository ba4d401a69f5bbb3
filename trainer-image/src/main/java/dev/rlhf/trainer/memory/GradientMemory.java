package dev.rlhf.trainer.memory;

import dev.rlhf.trainer.model.Activations;
import dev.rlhf.trainer.model.ModelSize;
import dev.rlhf.trainer.model.TokenLogProbs;

/**
 * What the gradients of one micro-batch take beside weights and moments: with A = rows * width *
 * kept numbers of activations, P parameters that learn, H of the head where it does and B already
 * in the buffers,
 *
 * <pre>
 * at the head   B + H + A + logits
 * at the end    B + P
 * </pre>
 *
 * <p>of which the larger is the peak: while gradients come, activations go. B is P where an earlier
 * micro-batch has filled the buffers, else H where the loss of tokens has. Where activations are
 * recomputed, A is little at the head and one layer's besides on the way to the end, and buffers
 * are filled layer by layer: the embedding's gradient is the largest that stands beside them.
 *
 * @param rows of the micro-batch
 * @param width tokens of a row
 * @param learntTokens that logits are computed for; 0 for a reward alone
 * @param later whether an earlier micro-batch has filled the buffers
 */
record GradientMemory(
    ModelSize model,
    Activations activations,
    long rows,
    long width,
    long learntTokens,
    boolean later) {

  /** Logits, their log-softmax, and the gradients of both. */
  private static final int COPIES = 4;

  MemoryEstimate peak() {
    long head = model.adapted() ? 0 : model.head();
    long ofTokens = learntTokens > 0 ? head : 0;
    long before = later ? model.learnt() : 0;
    long tokens = rows * width;
    long chunk = Math.min(learntTokens, TokenLogProbs.rowsOfChunk(model.vocabulary()));
    long kept = model.kept(activations);
    MemoryEstimate atTheHead =
        MemoryEstimate.NONE
            .withNumbers(MemoryPart.GRADIENTS, before + ofTokens)
            .withNumbers(MemoryPart.ACTIVATIONS, tokens * (kept + model.passing()))
            .withNumbers(MemoryPart.LOGITS, COPIES * chunk * model.vocabulary());
    return atTheHead.or(
        switch (activations) {
          case KEPT -> atTheEnd(Math.max(before, ofTokens) + model.learnt(), 0);
          case RECOMPUTED ->
              atTheEnd(before + ofTokens, kept + model.keptByLayer())
                  .or(atTheEnd(model.learnt() + (later ? head : 0), model.keptByLayer()));
        });
  }

  private MemoryEstimate atTheEnd(long gradients, long kept) {
    return MemoryEstimate.NONE
        .withNumbers(MemoryPart.GRADIENTS, gradients)
        .withNumbers(MemoryPart.ACTIVATIONS, rows * width * (kept + model.passing()));
  }
}
