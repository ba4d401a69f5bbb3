package dev.rlhf.trainer.model;

/**
 * What of a model decides how much memory it takes, in numbers of four bytes.
 *
 * @param parameters of the whole model
 * @param vocabulary tokens that it knows
 * @param hidden numbers of a hidden state
 * @param tied whether the embedding is the head, too
 * @param kept numbers that a forward pass keeps for each token until its gradients are taken
 * @param passing numbers for each token that one layer makes at a time
 * @param cached keys and values of a token, in all layers
 */
public record ModelSize(
    long parameters,
    long vocabulary,
    long hidden,
    boolean tied,
    long kept,
    long passing,
    long cached) {

  /** Numbers of the head, or of the embedding that is one. */
  public long head() {
    return vocabulary * hidden;
  }

  static ModelSize of(ModelConfig config) {
    DecoderConfig decoder = config.decoder();
    DecoderSizes sizes = decoder.sizes();
    long hidden = sizes.hiddenSize();
    return new ModelSize(
        ModelWeights.shapes(config).values().stream().mapToLong(shape -> shape.size()).sum(),
        sizes.vocabSize(),
        hidden,
        decoder.tiedEmbeddings(),
        sizes.layers() * decoder.keptByLayer() + 3 * hidden,
        3L * sizes.intermediateSize() + 3 * hidden,
        2L * sizes.layers() * sizes.kvHeads() * sizes.headDim());
  }
}
