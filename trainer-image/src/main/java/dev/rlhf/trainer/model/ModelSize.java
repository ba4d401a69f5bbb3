package dev.rlhf.trainer.model;

/**
 * What of a model decides how much memory it takes, in numbers of four bytes.
 *
 * @param parameters of the whole model
 * @param learnt of them, or the adapter's that learns in their place
 * @param vocabulary tokens that it knows
 * @param hidden numbers of a hidden state
 * @param tied whether the embedding is the head, too
 * @param layers of the decoder
 * @param keptByLayer numbers that a layer keeps for each token until its gradients are taken
 * @param passing numbers for each token that one layer makes at a time
 * @param cached keys and values of a token, in all layers
 */
public record ModelSize(
    long parameters,
    long learnt,
    long vocabulary,
    long hidden,
    boolean tied,
    long layers,
    long keptByLayer,
    long passing,
    long cached) {

  /** Numbers of the head, or of the embedding that is one. */
  public long head() {
    return vocabulary * hidden;
  }

  /** Whether an adapter learns in the parameters' place. */
  public boolean adapted() {
    return learnt != parameters;
  }

  /** Numbers that a forward pass keeps for each token until its gradients are taken. */
  public long kept(Activations activations) {
    return switch (activations) {
      case KEPT -> layers * keptByLayer + 3 * hidden;
      case RECOMPUTED -> (layers + 3) * hidden;
    };
  }

  /** The same model with a head beside it, which learns where the model does. */
  public ModelSize withHead() {
    return with(parameters + head(), adapted() ? learnt : learnt + head());
  }

  ModelSize learning(long adapter) {
    return with(parameters, adapter);
  }

  private ModelSize with(long parameters, long learnt) {
    return new ModelSize(
        parameters, learnt, vocabulary, hidden, tied, layers, keptByLayer, passing, cached);
  }

  static ModelSize of(ModelConfig config) {
    DecoderConfig decoder = config.decoder();
    DecoderSizes sizes = decoder.sizes();
    long hidden = sizes.hiddenSize();
    long parameters =
        ModelWeights.shapes(config).values().stream().mapToLong(shape -> shape.size()).sum();
    return new ModelSize(
        parameters,
        parameters,
        sizes.vocabSize(),
        hidden,
        decoder.tiedEmbeddings(),
        sizes.layers(),
        decoder.keptByLayer(),
        3L * sizes.intermediateSize() + 3 * hidden,
        2L * sizes.layers() * sizes.kvHeads() * sizes.headDim());
  }
}
