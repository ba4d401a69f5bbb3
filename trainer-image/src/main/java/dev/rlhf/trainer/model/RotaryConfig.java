package dev.rlhf.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rlhf.trainer.tensor.TorchModule;
import dev.rlhf.trainer.tensor.TorchProgram;

/**
 * The rotary embedding of a config.json, in either spelling.
 *
 * <p>transformers 4 writes {@code rope_theta} and {@code rope_scaling}, transformers 5 both in
 * {@code rope_parameters}.
 */
public record RotaryConfig(double theta, RotaryScaling scaling) {

  private static final double DEFAULT_THETA = 10_000;

  static RotaryConfig read(ConfigKeys config) {
    ObjectNode scaling = config.object("rope_scaling");
    ObjectNode parameters = config.object("rope_parameters");
    if (scaling != null && parameters != null && !scaling.equals(parameters)) {
      throw config.refused(
          "rope_scaling", scaling, "write either rope_scaling or rope_parameters, not both");
    }
    ObjectNode chosen = parameters != null ? parameters : scaling;
    if (chosen == null) {
      return new RotaryConfig(outerTheta(config), new RotaryScaling.None());
    }
    String place = parameters != null ? "rope_parameters" : "rope_scaling";
    ConfigKeys keys = new ConfigKeys("config.json: " + place, chosen);
    double theta = keys.has("rope_theta") ? agreedTheta(config, keys) : outerTheta(config);
    keys.take("rope_theta");
    RotaryScaling read = readScaling(keys);
    keys.refuseRest();
    return new RotaryConfig(theta, read);
  }

  private static double outerTheta(ConfigKeys config) {
    return config.positiveNumber("rope_theta", DEFAULT_THETA);
  }

  private static double agreedTheta(ConfigKeys config, ConfigKeys inner) {
    double theta = inner.positiveNumber("rope_theta");
    config.only("rope_theta", DoubleNode.valueOf(theta));
    return theta;
  }

  private static RotaryScaling readScaling(ConfigKeys keys) {
    keys.only("partial_rotary_factor", DoubleNode.valueOf(1));
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

  /** The frequencies of {@code dimensions} that are turned, computed once for a model. */
  NDArray frequencies(int dimensions, NDManager manager) {
    try (TorchModule module = TorchProgram.of(new RotaryFrequencies()).load(manager)) {
      double divisor = scaling instanceof RotaryScaling.Linear linear ? linear.factor() : 1;
      NDArray plain =
          module
              .call("rotary_frequencies", manager, theta, dimensions, divisor)
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
