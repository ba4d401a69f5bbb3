package dev.rlhf.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.CounterRandom;
import dev.rlhf.trainer.tensor.FloatTransfer;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Names and shapes of a model's weights, as in its Hugging Face folder, and how they start. */
final class ModelWeights {

  private ModelWeights() {}

  /** In the order of the forward pass. */
  static Map<String, Shape> shapes(ModelConfig config) {
    Map<String, Shape> shapes = new LinkedHashMap<>(config.decoder().shapes());
    switch (config.architecture()) {
      case LANGUAGE_MODEL -> {
        if (!config.tiedEmbeddings()) {
          shapes.put(
              config.decoder().names().head(), new Shape(config.vocabSize(), config.hiddenSize()));
        }
      }
      case REWARD_MODEL -> shapes.put(WeightNames.REWARD_HEAD, new Shape(1, config.hiddenSize()));
    }
    return shapes;
  }

  /** A fresh weight, a pure function of the seed and its name. */
  static NDArray fresh(
      ModelConfig config,
      long seed,
      String name,
      Shape shape,
      FloatTransfer transfer,
      NDManager owner)
      throws IOException {
    return transfer.read(
        owner,
        shape,
        (start, part) -> initialise(config, seed, name, shape, start, part.asFloatBuffer()));
  }

  /**
   * Fills a part of a fresh weight: norms 1, biases 0, the reward head normal(0, 1 / (hidden + 1)),
   * the rest normal(0, initializer_range).
   *
   * <p>So a fresh reward is near 0 for every text, and a pair's loss near ln 2: there is no chance
   * preference to unlearn first. Zeros would keep gradients from the decoder in the first step.
   */
  private static void initialise(
      ModelConfig config, long seed, String name, Shape shape, long start, FloatBuffer part) {
    CounterRandom random = CounterRandom.of(seed).at("initial weights").at(name);
    boolean bias = name.endsWith(".bias");
    boolean norm = shape.dimension() == 1 && !bias;
    boolean reward = name.equals(WeightNames.REWARD_HEAD);
    double deviation = reward ? 1.0 / (config.hiddenSize() + 1) : config.decoder().deviation(name);
    for (long i = start; part.hasRemaining(); i++) {
      part.put(norm ? 1 : bias ? 0 : (float) (random.gaussian(i) * deviation));
    }
  }
}
