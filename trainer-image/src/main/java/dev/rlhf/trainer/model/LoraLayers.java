package dev.rlhf.trainer.model;

import ai.djl.ndarray.types.Shape;
import dev.rlhf.plan.LoraSettings;
import dev.rlhf.trainer.InvalidInputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The layers of a model that an adapter changes, in the order of the forward pass. */
record LoraLayers(List<LinearLayer> layers) {

  /**
   * The layers that settings name.
   *
   * @throws InvalidInputException naming a target that no layer of the family has
   */
  static LoraLayers of(ModelConfig config, LoraSettings lora) {
    List<LinearLayer> all = config.decoder().weights().linears();
    if (lora.targets().equals(List.of(LoraSettings.ALL_LINEAR))) {
      return new LoraLayers(all);
    }
    for (String target : lora.targets()) {
      if (all.stream().noneMatch(layer -> layer.isMeantBy(target))) {
        throw new InvalidInputException(
            "lora.targets names %s, which no linear layer of %s is called: write some of %s, or %s"
                .formatted(
                    target,
                    config.family().id(),
                    String.join(", ", lastNames(all)),
                    LoraSettings.ALL_LINEAR));
      }
    }
    return new LoraLayers(
        all.stream().filter(layer -> lora.targets().stream().anyMatch(layer::isMeantBy)).toList());
  }

  /** What PEFT is to look for: the targets as given, or every layer's last name. */
  static List<String> targets(ModelConfig config, LoraSettings lora) {
    return lora.targets().equals(List.of(LoraSettings.ALL_LINEAR))
        ? lastNames(config.decoder().weights().linears())
        : lora.targets();
  }

  private static List<String> lastNames(List<LinearLayer> layers) {
    return layers.stream().map(LinearLayer::lastName).distinct().toList();
  }

  /** What an adapter holds: two maps a layer, and, of a reward model, its whole head. */
  Map<String, Shape> shapes(ModelConfig config, int rank) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (LinearLayer layer : layers) {
      shapes.put(layer.loraA(), new Shape(rank, layer.in()));
      shapes.put(layer.loraB(), new Shape(layer.out(), rank));
    }
    if (config.architecture() == Architecture.REWARD_MODEL) {
      shapes.put(WeightNames.REWARD_HEAD, new Shape(1, config.hiddenSize()));
    }
    return shapes;
  }
}
