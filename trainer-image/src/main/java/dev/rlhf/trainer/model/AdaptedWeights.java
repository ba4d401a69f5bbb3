package dev.rlhf.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.tensor.FloatTransfer;
import dev.rlhf.trainer.tensor.SafeTensorsFile;
import dev.rlhf.trainer.tensor.TorchModule;
import dev.rlhf.trainer.tensor.TorchProgram;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** The weights of a base with an adapter's updates merged into them, see {@link MergedLowRank}. */
final class AdaptedWeights implements StoredWeights {

  private final AdapterFolder adapter;
  private final LoraLayers layers;
  private final SafeTensorsFile file;
  private final ModelConfig baseConfig;
  private final StoredWeights base;

  private AdaptedWeights(
      ModelConfig config,
      AdapterFolder adapter,
      SafeTensorsFile file,
      ModelConfig baseConfig,
      StoredWeights base) {
    this.adapter = adapter;
    layers = LoraLayers.of(config, adapter.lora());
    this.file = file;
    this.baseConfig = baseConfig;
    this.base = base;
  }

  /**
   * Opens an adapter's weights and takes its base's over.
   *
   * @param config of the adapted model
   */
  static AdaptedWeights open(
      ModelConfig config, AdapterFolder adapter, ModelConfig baseConfig, StoredWeights base)
      throws IOException {
    try {
      if (!config.decoder().shapes().equals(baseConfig.decoder().shapes())) {
        throw new InvalidInputException(
            "%s and its base are models of other sizes; bring both back as they were."
                .formatted(adapter.path()));
      }
      return new AdaptedWeights(config, adapter, adapter.weights(config), baseConfig, base);
    } catch (IOException | RuntimeException e) {
      base.close();
      throw e;
    }
  }

  @Override
  public void check(Map<String, Shape> expected) {
    base.check(ModelWeights.shapes(baseConfig));
    expected.keySet().stream()
        .filter(name -> !has(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new InvalidInputException(
                  "%s and its base have no %s.".formatted(adapter.path(), name));
            });
  }

  @Override
  public boolean has(String name) {
    return file.names().contains(AdapterFolder.stored(name)) || base.has(name);
  }

  @Override
  public NDArray read(String name, FloatTransfer transfer, NDManager owner) throws IOException {
    if (file.names().contains(AdapterFolder.stored(name))) {
      return file.read(AdapterFolder.stored(name), transfer, owner);
    }
    NDArray weight = base.read(name, transfer, owner);
    Optional<LinearLayer> adapted =
        layers.layers().stream().filter(layer -> layer.weight().equals(name)).findFirst();
    if (adapted.isPresent()) {
      merge(weight, adapted.get(), transfer, owner);
    }
    return weight;
  }

  private void merge(NDArray weight, LinearLayer layer, FloatTransfer transfer, NDManager owner)
      throws IOException {
    try (NDManager scope = owner.newSubManager();
        TorchModule module = TorchProgram.of(new MergedLowRank()).load(scope)) {
      module.call(
          "merge",
          scope,
          weight,
          file.read(AdapterFolder.stored(layer.loraA()), transfer, scope),
          file.read(AdapterFolder.stored(layer.loraB()), transfer, scope),
          adapter.lora().scale(),
          layer.transposed());
    }
  }

  @Override
  public void close() throws IOException {
    try (file) {
      base.close();
    }
  }
}
