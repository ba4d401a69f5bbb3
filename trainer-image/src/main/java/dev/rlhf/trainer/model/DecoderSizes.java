package dev.rlhf.trainer.model;

/**
 * The sizes that every decoder has, whatever its family calls them.
 *
 * @param maxPositions tokens of the longest sequence
 */
record DecoderSizes(
    int vocabSize,
    int hiddenSize,
    int intermediateSize,
    int layers,
    int heads,
    int kvHeads,
    int headDim,
    int maxPositions) {

  DecoderSizes {
    ConfigKeys.require(
        heads % kvHeads == 0,
        "num_attention_heads (%d) must be a multiple of num_key_value_heads (%d)",
        heads,
        kvHeads);
  }
}
