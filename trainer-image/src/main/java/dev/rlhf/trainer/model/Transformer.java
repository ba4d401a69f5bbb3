package dev.rlhf.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.FloatTransfer;
import dev.rlhf.trainer.tensor.Formula;
import dev.rlhf.trainer.tensor.TorchModule;
import dev.rlhf.trainer.tensor.TorchProgram;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The weights of a decoder-only transformer in fp32, and the programs that compute with them.
 *
 * <p>A stage compiles the formulas it needs with {@link #compile} and passes {@link #weights()} as
 * the argument {@code w}.
 */
public final class Transformer implements AutoCloseable {

  private final ModelConfig config;
  private final NDManager manager;
  private final Map<String, NDArray> parameters;
  private final NDArray frequencies;

  /** Where a parameter comes from: a folder, or chance. */
  @FunctionalInterface
  interface ParameterSource {
    NDArray read(String name, Shape shape, FloatTransfer transfer, NDManager owner)
        throws IOException;
  }

  private Transformer(ModelConfig config, NDManager manager, Map<String, NDArray> parameters) {
    this.config = config;
    this.manager = manager;
    this.parameters = Collections.unmodifiableMap(parameters);
    this.frequencies = frequencies(config, manager);
  }

  /** A model with fresh weights, each a pure function of the seed and its name. */
  public static Transformer initialise(ModelConfig config, long seed, NDManager parent)
      throws IOException {
    return read(
        config,
        parent,
        (name, shape, transfer, owner) -> fresh(config, seed, name, shape, transfer, owner));
  }

  static NDArray fresh(
      ModelConfig config,
      long seed,
      String name,
      Shape shape,
      FloatTransfer transfer,
      NDManager owner)
      throws IOException {
    return transfer.read(
        owner, shape, (start, part) -> ModelWeights.initialise(config, seed, name, start, part));
  }

  static Transformer read(ModelConfig config, NDManager parent, ParameterSource source)
      throws IOException {
    NDManager manager = parent.newSubManager();
    Map<String, NDArray> parameters = new LinkedHashMap<>();
    try (FloatTransfer transfer = new FloatTransfer(manager)) {
      for (Map.Entry<String, Shape> weight : ModelWeights.shapes(config).entrySet()) {
        String name = weight.getKey();
        parameters.put(name, source.read(name, weight.getValue(), transfer, manager));
      }
    } catch (IOException | RuntimeException e) {
      manager.close();
      throw e;
    }
    return new Transformer(config, manager, parameters);
  }

  private static NDArray frequencies(ModelConfig config, NDManager manager) {
    RotaryScaling scaling = config.rotary().scaling();
    try (TorchModule module = TorchProgram.of(new RotaryFrequencies()).load(manager)) {
      double divisor = scaling instanceof RotaryScaling.Linear linear ? linear.factor() : 1;
      NDArray plain =
          module
              .call(
                  "rotary_frequencies", manager, config.rotary().theta(), config.headDim(), divisor)
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

  public ModelConfig config() {
    return config;
  }

  public NDManager manager() {
    return manager;
  }

  /** The weights by their names in a Hugging Face folder, in the order of the forward pass. */
  public Map<String, NDArray> parameters() {
    return parameters;
  }

  /** The argument {@code w} of formulas: the parameters and the rotary frequencies. */
  public Map<String, NDArray> weights() {
    Map<String, NDArray> weights = new LinkedHashMap<>(parameters);
    weights.put(Decoder.FREQUENCIES, frequencies);
    return weights;
  }

  /** Lets gradients reach the parameters from now on. */
  public Transformer trainable() {
    parameters.values().forEach(parameter -> parameter.setRequiresGradient(true));
    return this;
  }

  /** Compiles formulas with this model's constants; the module lives as long as the model. */
  public TorchModule compile(Formula... formulas) {
    return TorchProgram.of(formulas)
        .with("num_hidden_layers", (long) config.layers())
        .with("num_key_value_heads", (long) config.kvHeads())
        .with("head_dim", (long) config.headDim())
        .with("rms_norm_eps", config.rmsNormEps())
        .load(manager);
  }

  @Override
  public void close() {
    manager.close();
  }
}
