package dev.rlhf.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rlhf.trainer.tensor.TorchModule;
import dev.rlhf.trainer.tensor.TorchProgram;

/**
 * The rotary embedding of a config.json, in either spelling.
 *
 * <p>transformers 4 writes {@code rope_theta} and {@code rope_scaling}, transformers 5 both in
 * {@code rope_parameters}.
 *
 * @param share of a head's dimensions that is turned
 */
public record RotaryConfig(double theta, double share, RotaryScaling scaling) {

  private static final double DEFAULT_THETA = 10_000;

  static RotaryConfig read(ConfigKeys config, RotaryKeys names) {
    ObjectNode scaling = config.object("rope_scaling");
    ObjectNode parameters = config.object("rope_parameters");
    if (scaling != null && parameters != null && !scaling.equals(parameters)) {
      throw config.refused(
          "rope_scaling", scaling, "write either rope_scaling or rope_parameters, not both");
    }
    ObjectNode chosen = parameters != null ? parameters : scaling;
    String place = parameters != null ? "rope_parameters" : "rope_scaling";
    ConfigKeys keys =
        new ConfigKeys(
            "config.json: " + place,
            chosen == null ? JsonNodeFactory.instance.objectNode() : chosen);
    double theta = agreed("rope_theta", names.theta(), DEFAULT_THETA, keys, config);
    double share =
        agreed("partial_rotary_factor", names.share(), names.absentShare(), keys, config);
    RotaryScaling read = readScaling(keys);
    keys.refuseRest();
    return new RotaryConfig(theta, share, read);
  }

  /** A setting that may stand in the inner object, or in the outer one under one name or both. */
  private static double agreed(
      String name, String ownName, double absent, ConfigKeys inner, ConfigKeys outer) {
    double value =
        inner.positiveNumber(
            name, outer.positiveNumber(ownName, outer.positiveNumber(name, absent)));
    outer.only(ownName, DoubleNode.valueOf(value));
    outer.only(name, DoubleNode.valueOf(value));
    return value;
  }

  private static RotaryScaling readScaling(ConfigKeys keys) {
    String type = keys.text("rope_type", keys.text("type", "default"));
    keys.only("type", TextNode.valueOf(type));
    return switch (type) {
      case "default" -> new RotaryScaling.None();
      case "linear" -> new RotaryScaling.Linear(keys.positiveNumber("factor"));
      case "llama3" ->
          new RotaryScaling.Llama3(
              keys.positiveNumber("factor"),
              keys.positiveNumber("low_freq_factor"),
              keys.positiveNumber("high_freq_factor"),
              keys.positive("original_max_position_embeddings"));
      default ->
          throw keys.refused(
              "rope_type", TextNode.valueOf(type), "only default, linear and llama3 are supported");
    };
  }

  /** How many of a head's dimensions are turned, from the first on. */
  int dimensions(int headDim) {
    return (int) (headDim * share);
  }

  /** The frequencies of the dimensions that are turned, computed once for a model. */
  NDArray frequencies(int headDim, NDManager manager) {
    try (TorchModule module = TorchProgram.of(new RotaryFrequencies()).load(manager)) {
      double divisor = scaling instanceof RotaryScaling.Linear linear ? linear.factor() : 1;
      NDArray plain =
          module
              .call("rotary_frequencies", manager, theta, dimensions(headDim), divisor)
              .singletonOrThrow()
              .toDevice(manager.getDevice(), false);
      if (scaling instanceof RotaryScaling.Llama3 llama3) {
        return module
            .call(
                "llama3_frequencies",
                manager,
                plain,
                llama3.factor(),
                llama3.low(),
                llama3.high(),
                llama3.originalContext())
            .singletonOrThrow();
      }
      return plain;
    }
  }
}
