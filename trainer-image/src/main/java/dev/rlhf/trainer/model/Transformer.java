package dev.rlhf.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.manifest.Precision;
import dev.rlhf.plan.LoraSettings;
import dev.rlhf.trainer.tensor.CounterRandom;
import dev.rlhf.trainer.tensor.FloatTransfer;
import dev.rlhf.trainer.tensor.Formula;
import dev.rlhf.trainer.tensor.TorchModule;
import dev.rlhf.trainer.tensor.TorchProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The weights of a decoder-only transformer in fp32, with or without an adapter, and the programs
 * that compute with them.
 *
 * <p>A stage compiles the formulas it needs with {@link #compile} and passes {@link #weights()} as
 * the argument {@code w}.
 */
public final class Transformer implements AutoCloseable {

  private final ModelConfig config;
  private final NDManager manager;
  private final Map<String, NDArray> parameters;
  private final Map<String, NDArray> tables;
  private final Optional<Adapter> adapter;
  private final Numbers numbers;
  private final Optional<RestingWeights> resting;

  /** Where a parameter comes from: a folder, or chance. */
  @FunctionalInterface
  interface ParameterSource {
    NDArray read(String name, Shape shape, FloatTransfer transfer, NDManager owner)
        throws IOException;
  }

  private Transformer(
      ModelConfig config,
      NDManager manager,
      Map<String, NDArray> parameters,
      Map<String, NDArray> tables,
      Optional<Adapter> adapter,
      Numbers numbers,
      Optional<RestingWeights> resting) {
    this.config = config;
    this.manager = manager;
    this.parameters = Collections.unmodifiableMap(parameters);
    this.tables = tables;
    this.adapter = adapter;
    this.numbers = numbers;
    this.resting = resting;
  }

  /** In fp32, without an adapter. */
  private Transformer(
      ModelConfig config,
      NDManager manager,
      Map<String, NDArray> parameters,
      Optional<RestingWeights> own) {
    this(config, manager, parameters, tables(config, manager), Optional.empty(), Numbers.FP32, own);
  }

  private Transformer with(Map<String, NDArray> own, Optional<Adapter> learning, Numbers chosen) {
    return new Transformer(config, manager, own, tables, learning, chosen, resting);
  }

  private static Map<String, NDArray> tables(ModelConfig config, NDManager manager) {
    return config
        .decoder()
        .rotary()
        .map(rotary -> rotary.frequencies(config.decoder().sizes().headDim(), manager))
        .map(frequencies -> Map.of(config.decoder().names().frequencies(), frequencies))
        .orElse(Map.of());
  }

  /** A model with fresh weights, each a pure function of the seed and its name. */
  public static Transformer initialise(ModelConfig config, long seed, NDManager parent)
      throws IOException {
    return read(
        config,
        parent,
        (name, shape, transfer, owner) ->
            ModelWeights.fresh(config, seed, name, shape, transfer, owner));
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
    return new Transformer(config, manager, parameters, Optional.empty());
  }

  /** A model that only answers, and has weights while it is awake; it closes what is stored. */
  static Transformer resting(ModelConfig config, StoredWeights stored, NDManager parent) {
    NDManager manager = parent.newSubManager();
    RestingWeights weights = new RestingWeights(stored, config, manager);
    return new Transformer(config, manager, weights.present(), Optional.of(weights));
  }

  /** Has the weights in memory until {@link #rest}; most models have them always. */
  public void wake() throws IOException {
    if (resting.isPresent()) {
      resting.get().wake();
    }
  }

  /** Weights that can be read again go. */
  public void rest() {
    resting.ifPresent(RestingWeights::rest);
  }

  /**
   * The same weights, which stand still, under a fresh adapter that learns in their place. Both
   * models share them; closing one closes both.
   *
   * @param base what the weights were loaded from
   * @param random of the adapter's first values
   */
  public Transformer adapted(LoraSettings lora, AdapterBase base, CounterRandom random)
      throws IOException {
    return under(Adapter.fresh(config, parameters, base, lora, random, manager));
  }

  /** The same under the adapter that a folder holds. */
  public Transformer adapted(Path saved) throws IOException {
    return under(AdapterFolder.open(saved).read(config, manager));
  }

  private Transformer under(Adapter own) {
    return with(parameters, Optional.of(own), numbers);
  }

  /**
   * The same weights in programs that compute with these numbers; closing one closes both. The
   * weights themselves stay fp32.
   */
  public Transformer in(Precision chosen) {
    return with(parameters, adapter, numbers.computing(chosen));
  }

  /** What programs compute with. */
  public Precision precision() {
    return numbers.computed();
  }

  /**
   * The same of parameters that stand still: they are stored as programs compute with them, and
   * this model, where it has them in fp32, is of no use any more.
   */
  public Transformer standing() {
    if (numbers.areStored()) {
      return this;
    }
    Map<String, NDArray> lowered = numbers.lowered(parameters, manager);
    parameters.forEach(
        (name, weight) -> {
          if (lowered.get(name) != weight) {
            weight.close();
          }
        });
    return with(lowered, adapter, numbers.standing());
  }

  /** {@link #weights()} for many calls between which none changes; copies belong to a scope. */
  public DecodingWeights forDecoding(NDManager scope) {
    return DecodingWeights.of(parameters, config.decoder(), numbers, scope).each(this::weights);
  }

  /** Gives the adapter the values that a folder holds. */
  public void restoreAdapter(Path saved) throws IOException {
    try (NDManager scope = manager.newSubManager()) {
      Map<String, NDArray> own = learnt();
      AdapterFolder.open(saved)
          .read(config, scope)
          .tensors()
          .forEach((name, value) -> value.copyTo(own.get(name)));
    }
  }

  Optional<Adapter> adapter() {
    return adapter;
  }

  /** Whether an adapter learns in place of the weights. */
  public boolean isAdapted() {
    return adapter.isPresent();
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

  /** What learns: the adapter where there is one, else all parameters. */
  public Map<String, NDArray> learnt() {
    return adapter.map(own -> Collections.unmodifiableMap(own.tensors())).orElse(parameters);
  }

  /**
   * The argument {@code w} of formulas: the parameters, the adapter where there is one, with a head
   * of its own in place of the parameters', and rotary frequencies where the model has them.
   */
  public Map<String, NDArray> weights() {
    return weights(parameters);
  }

  private Map<String, NDArray> weights(Map<String, NDArray> own) {
    Map<String, NDArray> weights = new LinkedHashMap<>(own);
    weights.putAll(tables);
    adapter.ifPresent(learning -> weights.putAll(learning.tensors()));
    return weights;
  }

  /**
   * Compiles formulas with this model's decoder and constants; the module lives as long as the
   * model.
   */
  public TorchModule compile(Formula... formulas) {
    return compile(Activations.KEPT, formulas);
  }

  /** The same, with what becomes of activations where formulas take gradients. */
  public TorchModule compile(Activations activations, Formula... formulas) {
    DecoderConfig decoder = config.decoder();
    List<Formula> roots = new ArrayList<>();
    roots.add(decoder.formula());
    roots.add(new OutputHead(names().head(), names().embedding()));
    roots.addAll(List.of(formulas));
    TorchProgram program =
        TorchProgram.of(substitutes(activations), roots.toArray(Formula[]::new))
            .with("num_hidden_layers", (long) decoder.sizes().layers())
            .with("num_key_value_heads", (long) decoder.sizes().kvHeads())
            .with("head_dim", (long) decoder.sizes().headDim());
    decoder.constants().forEach(program::with);
    adapter.ifPresent(own -> program.with("lora_scale", own.lora().scale()));
    return program.load(manager);
  }

  private Map<Formula, Formula> substitutes(Activations activations) {
    Map<Formula, Formula> substitutes = new HashMap<>(activations.substitutes());
    substitutes.put(new ComputePrecision(), new ComputePrecision(numbers.computed()));
    if (isAdapted()) {
      substitutes.put(new Linear(), new Linear(true));
      substitutes.put(new TransposedLinear(), new TransposedLinear(true));
    }
    return substitutes;
  }

  private WeightNames names() {
    return config.decoder().names();
  }

  @Override
  public void close() {
    manager.close();
    resting.ifPresent(RestingWeights::close);
  }
}
