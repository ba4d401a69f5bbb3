package dev.rlhf.trainer.model;

import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.Formula;
import java.util.Map;
import java.util.Optional;

/** The decoder that a config.json describes: its sizes, its weights and its formulas. */
sealed interface DecoderConfig permits LlamaConfig, GptNeoXConfig, Gpt2Config {

  DecoderSizes sizes();

  /** Whether the embedding of tokens is the head of the language model too. */
  boolean tiedEmbeddings();

  /** The standard deviation of fresh weights, as the config says. */
  double initializerRange();

  /** That of one weight. */
  default double deviation(String name) {
    return initializerRange();
  }

  WeightNames names();

  /** The decoder's weights, without a head, in the order of the forward pass. */
  WeightShapes weights();

  /** Their names and shapes. */
  default Map<String, Shape> shapes() {
    return weights().map();
  }

  /**
   * Numbers that a layer keeps for each token until its gradients are taken: what its norms, maps,
   * attention and activation read or gave.
   */
  long keptByLayer();

  /** Defines {@code decode}, see {@link Decoder}. */
  Formula formula();

  /** What the formulas read as {@code self.name}. */
  Map<String, Double> constants();

  /** How positions turn queries and keys, where they do. */
  Optional<RotaryConfig> rotary();
}
