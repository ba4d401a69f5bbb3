package dev.rlhf.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.FloatTransfer;
import dev.rlhf.trainer.tensor.Formula;
import dev.rlhf.trainer.tensor.TorchModule;
import dev.rlhf.trainer.tensor.TorchProgram;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
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
  private final Map<String, NDArray> tables;

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
    tables =
        config
            .decoder()
            .rotary()
            .map(rotary -> rotary.frequencies(config.decoder().sizes().headDim(), manager))
            .map(frequencies -> Map.of(names().frequencies(), frequencies))
            .orElse(Map.of());
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
        owner,
        shape,
        (start, part) ->
            ModelWeights.initialise(config, seed, name, shape, start, part.asFloatBuffer()));
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

  /**
   * The argument {@code w} of formulas: the parameters, and rotary frequencies where it has them.
   */
  public Map<String, NDArray> weights() {
    Map<String, NDArray> weights = new LinkedHashMap<>(parameters);
    weights.putAll(tables);
    return weights;
  }

  /** Lets gradients reach the parameters from now on. */
  public Transformer trainable() {
    parameters.values().forEach(parameter -> parameter.setRequiresGradient(true));
    return this;
  }

  /**
   * Compiles formulas with this model's decoder and constants; the module lives as long as the
   * model.
   */
  public TorchModule compile(Formula... formulas) {
    DecoderConfig decoder = config.decoder();
    List<Formula> roots = new ArrayList<>();
    roots.add(decoder.formula());
    roots.add(new OutputHead(names().head(), names().embedding()));
    roots.addAll(List.of(formulas));
    TorchProgram program =
        TorchProgram.of(roots.toArray(Formula[]::new))
            .with("num_hidden_layers", (long) decoder.sizes().layers())
            .with("num_key_value_heads", (long) decoder.sizes().kvHeads())
            .with("head_dim", (long) decoder.sizes().headDim());
    decoder.constants().forEach(program::with);
    return program.load(manager);
  }

  private WeightNames names() {
    return config.decoder().names();
  }

  @Override
  public void close() {
    manager.close();
  }
}
