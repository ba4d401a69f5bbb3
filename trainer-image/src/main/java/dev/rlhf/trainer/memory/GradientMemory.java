package dev.rlhf.trainer.memory;

import dev.rlhf.trainer.model.Activations;
import dev.rlhf.trainer.model.ModelSize;
import dev.rlhf.trainer.model.TokenLogProbs;

/**
 * What the gradients of one micro-batch take beside weights and moments: with A = rows * width *
 * kept numbers of activations, T of those that one layer's gradients need in passing, P parameters
 * that learn, H of the head where it does and B in the buffers,
 *
 * <pre>
 * while the loss is taken       B + A + logits, copies of them
 * when the head's is taken      B + A + the logits' gradient
 * at the last layer             B + L + A + T
 * at the first layer            P + L + one layer's A + T
 * </pre>
 *
 * <p>of which the largest is the peak: while gradients come, activations go. B is P where an
 * earlier micro-batch has filled the buffers, and else H, once a first chunk of tokens has made
 * that. Gradients come layer by layer. Where buffers are full, those of one layer, L, stand beside
 * them; elsewhere they become the buffers. Those of head and embedding are added as they are made,
 * without a tensor of their own. Where activations are recomputed, A is little at the head and one
 * layer's besides on the way.
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
    return at(later ? model.learnt() : head(), model.kept(activations))
        .withNumbers(MemoryPart.LOGITS, chunk() * model.vocabulary());
  }

  private MemoryEstimate onTheWay() {
    return atTheLastLayer().or(atTheFirstLayer());
  }

  private MemoryEstimate atTheLastLayer() {
    long computedAnew =
        switch (activations) {
          case KEPT -> 0;
          case RECOMPUTED -> model.keptByLayer();
        };
    return at(
        before() + (later ? ofLayer() : head()),
        model.kept(activations) + computedAnew + model.passing());
  }

  private MemoryEstimate atTheFirstLayer() {
    long beside = later ? ofLayer() : 0;
    return at(model.learnt() + beside, model.keptByLayer() + model.passing());
  }

  private long embedding() {
    return model.adapted() ? 0 : model.head();
  }

  private long ofLayer() {
    long around = embedding() + (model.tied() ? 0 : head());
    return (model.learnt() - around) / model.layers();
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
