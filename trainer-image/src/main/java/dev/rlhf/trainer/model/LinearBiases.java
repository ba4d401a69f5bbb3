package dev.rlhf.trainer.model;

/** Which of a layer's affine maps have a bias. */
record LinearBiases(boolean queryKeyValue, boolean output, boolean mlp) {}
