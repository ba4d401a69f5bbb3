package dev.rlhf.trainer.memory;

import dev.rlhf.trainer.model.Activations;
import dev.rlhf.trainer.model.ModelSize;
import dev.rlhf.trainer.model.TokenLogProbs;

/**
 * What the gradients of one micro-batch take beside weights and moments: with A = rows * width *
 * kept numbers of activations, T of those that one layer's gradients need in passing, P parameters
 * that learn, H of the head where it does and B already in the buffers,
 *
 * <pre>
 * while the loss is taken       B + A + logits, copies of them
 * when the head's is taken      B + A + H + the logits' gradient
 * at the last layer             B + A + H + T
 * at the end                    B + P + T
 * </pre>
 *
 * <p>of which the largest is the peak: while gradients come, activations go. B is P where an
 * earlier micro-batch has filled the buffers, and H where an earlier chunk of tokens has. Where
 * activations are recomputed, A is little at the head and one layer's besides on the way to the
 * end, and buffers are filled layer by layer: the embedding's gradient is the largest that stands
 * beside them.
 *
 * @param rows of the micro-batch
 * @param width tokens of a row
 * @param tokens that logits are computed for
 * @param later whether an earlier micro-batch has filled the buffers
 */
record GradientMemory(
    ModelSize model,
    Activations activations,
    long rows,
    long width,
    LearntTokens tokens,
    boolean later) {

  MemoryEstimate peak() {
    return whileTheLossIsTaken().or(whenTheHeadsIsTaken()).or(onTheWay());
  }

  private MemoryEstimate whileTheLossIsTaken() {
    long earlier = later || tokens.count() <= chunk() ? 0 : head();
    return at(before() + earlier, model.kept(activations))
        .withNumbers(MemoryPart.LOGITS, tokens.copies() * chunk() * model.vocabulary());
  }

  private MemoryEstimate whenTheHeadsIsTaken() {
    return at(before() + head(), model.kept(activations))
        .withNumbers(MemoryPart.LOGITS, chunk() * model.vocabulary());
  }

  private MemoryEstimate onTheWay() {
    long kept = model.kept(activations);
    long ofHead = later ? 0 : head();
    return switch (activations) {
      case KEPT ->
          at(before() + ofHead, kept + model.passing())
              .or(at(before() + ofHead + ofDecoder(), model.passing()));
      case RECOMPUTED ->
          at(before() + ofHead, kept + model.keptByLayer() + model.passing())
              .or(at(model.learnt() + ofEmbedding(), model.keptByLayer() + model.passing()));
    };
  }

  /** The decoder's gradients come all at once; the head's own is taken before them. */
  private long ofDecoder() {
    return model.tied() ? model.learnt() : model.learnt() - head();
  }

  /** The embedding's gradient where its buffer has been filled before. */
  private long ofEmbedding() {
    if (model.adapted()) {
      return 0;
    }
    return later || (model.tied() && tokens.count() > 0) ? model.head() : 0;
  }

  private long before() {
    return later ? model.learnt() : 0;
  }

  private long head() {
    return model.adapted() || tokens.count() == 0 ? 0 : model.head();
  }

  private long chunk() {
    return Math.min(tokens.count(), TokenLogProbs.rowsOfChunk(model.vocabulary()));
  }

  private MemoryEstimate at(long gradients, long numbersOfToken) {
    return MemoryEstimate.NONE
        .withNumbers(MemoryPart.GRADIENTS, gradients)
        .withNumbers(MemoryPart.ACTIVATIONS, rows * width * numbersOfToken);
  }
}
