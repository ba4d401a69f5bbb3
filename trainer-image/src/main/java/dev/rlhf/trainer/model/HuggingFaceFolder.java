package dev.rlhf.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.manifest.Precision;
import dev.rlhf.plan.LoraSettings;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.tensor.FloatTransfer;
import dev.rlhf.trainer.tensor.SafeTensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model as Hugging Face stores it: config.json, safetensors and the tokenizer's files; or, in
 * place of the model's weights, an adapter, which is merged into its base where it is loaded.
 *
 * @param adapted what stands in place of weights, if anything
 */
public record HuggingFaceFolder(Path path, ModelConfig config, Optional<Adapted> adapted) {

  /** An adapter and the model that it changes. */
  record Adapted(AdapterFolder adapter, HuggingFaceFolder base) {}

  public static final String CONFIG = "config.json";

  /** Files that are carried over byte by byte from the folder a model came from. */
  private static final List<String> COMPANIONS =
      List.of(
          "tokenizer.json",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "added_tokens.json",
          "vocab.json",
          "merges.txt",
          "tokenizer.model",
          "chat_template.jinja",
          "chat_template.json",
          "generation_config.json");

  /** Adapters may stand on adapters, and a folder that was tampered with on itself. */
  private static final int MOST_ADAPTERS = 16;

  /**
   * Opens the folder of a whole model and checks its config.json.
   *
   * @throws InvalidInputException if the folder or its config is missing or not supported, or if it
   *     holds an adapter
   */
  public static HuggingFaceFolder open(Path path) throws IOException {
    return open(
        path,
        (base, adapter) -> {
          throw new InvalidInputException(
              "%s holds an adapter; name a folder with a whole model, for example as ./rlhf merge writes it."
                  .formatted(adapter));
        });
  }

  /**
   * The same, of a whole model or of an adapter.
   *
   * @param bases finds the model that an adapter stands on
   */
  public static HuggingFaceFolder open(Path path, BaseModels bases) throws IOException {
    return open(path, bases, 0);
  }

  private static HuggingFaceFolder open(Path path, BaseModels bases, int adapters)
      throws IOException {
    if (!Files.isDirectory(path)) {
      throw new InvalidInputException(
          "There is no model folder " + path + "; name a folder with config.json and weights.");
    }
    Optional<Adapted> adapted = Optional.empty();
    if (AdapterFolder.isOne(path)) {
      AdapterFolder adapter = AdapterFolder.open(path);
      if (adapters == MOST_ADAPTERS) {
        throw new InvalidInputException(
            "%s stands on more than %d adapters; merge some of them."
                .formatted(path, MOST_ADAPTERS));
      }
      HuggingFaceFolder base = open(bases.find(adapter.base(), path), bases, adapters + 1);
      adapted = Optional.of(new Adapted(adapter, base));
    }
    return new HuggingFaceFolder(
        path, ModelConfig.parse(JsonFile.read(path.resolve(CONFIG))), adapted);
  }

  /** Whether a folder holds an adapter in place of weights. */
  public static boolean isAdapter(Path path) {
    return AdapterFolder.isOne(path);
  }

  /**
   * Refuses settings of adapters that do not fit this model.
   *
   * @param lora null where all weights are trained
   */
  public void require(LoraSettings lora) {
    if (lora != null) {
      LoraLayers.of(config, lora);
    }
  }

  /**
   * This folder, where it holds what is wanted.
   *
   * @throws InvalidInputException if it holds another kind of model
   */
  public HuggingFaceFolder expect(Architecture wanted) {
    Architecture found = config.architecture();
    if (found != wanted) {
      throw new InvalidInputException(
          "%s holds %s (%s); name a folder with %s (%s)."
              .formatted(
                  path,
                  found.noun(),
                  config.className(),
                  wanted.noun(),
                  config.family().className(wanted)));
    }
    return this;
  }

  /**
   * Reads the weights into fp32; the caller closes the model.
   *
   * @throws InvalidInputException if the weights are pickled, damaged or do not fit the config
   */
  public Transformer load(NDManager parent) throws IOException {
    try (StoredWeights weights = weights()) {
      weights.check(ModelWeights.shapes(config));
      Transformer model =
          Transformer.read(
              config,
              parent,
              (name, shape, transfer, owner) -> weights.read(name, transfer, owner));
      try {
        checkTiedHead(weights, model);
        return model;
      } catch (IOException | RuntimeException e) {
        model.close();
        throw e;
      }
    }
  }

  /**
   * The same of a model that only answers, in the numbers that it computes with. In fp32 and on the
   * CPU it rests between {@link Transformer#wake questions}, unless its weights are to be merged
   * anew for each.
   */
  public Transformer loadStanding(Precision precision, NDManager parent) throws IOException {
    if (precision != Precision.FP32 || parent.getDevice().isGpu() || adapted.isPresent()) {
      return load(parent).in(precision).standing();
    }
    StoredWeights weights = weights();
    Transformer model = Transformer.resting(config, weights, parent);
    try {
      weights.check(ModelWeights.shapes(config));
      model.wake();
      checkTiedHead(weights, model);
      model.rest();
      return model;
    } catch (IOException | RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /**
   * Reads a language model's decoder and puts a fresh reward head on it; the caller closes the
   * model.
   *
   * @param padTokenId the token that pads batches
   * @param seed of the head's weights
   */
  public Transformer loadUnderRewardHead(long padTokenId, long seed, NDManager parent)
      throws IOException {
    ModelConfig target = config.rewardModel(padTokenId);
    try (StoredWeights weights = weights()) {
      weights.check(ModelWeights.shapes(config));
      return Transformer.read(
          target,
          parent,
          (name, shape, transfer, owner) ->
              name.equals(WeightNames.REWARD_HEAD)
                  ? ModelWeights.fresh(target, seed, name, shape, transfer, owner)
                  : weights.read(name, transfer, owner));
    }
  }

  /** The head of a language model by its name, or nothing where the embedding serves as head. */
  public Map<String, NDArray> loadLanguageHead(NDManager owner) throws IOException {
    if (config.tiedEmbeddings()) {
      return Map.of();
    }
    try (StoredWeights weights = weights();
        FloatTransfer transfer = new FloatTransfer(owner)) {
      weights.check(ModelWeights.shapes(config));
      return Map.of(names().head(), weights.read(names().head(), transfer, owner));
    }
  }

  private StoredWeights weights() throws IOException {
    if (adapted.isEmpty()) {
      return WeightFiles.open(path, names());
    }
    HuggingFaceFolder base = adapted.get().base();
    return AdaptedWeights.open(config, adapted.get().adapter(), base.config(), base.weights());
  }

  private WeightNames names() {
    return config.decoder().names();
  }

  /** A stored head beside tied embeddings is their copy, or the config is wrong. */
  private void checkTiedHead(StoredWeights weights, Transformer model) throws IOException {
    if (!config.tiedEmbeddings() || !weights.has(names().head())) {
      return;
    }
    try (NDManager scope = model.manager().newSubManager();
        FloatTransfer transfer = new FloatTransfer(scope)) {
      NDArray head = weights.read(names().head(), transfer, scope);
      if (!head.contentEquals(model.parameters().get(names().embedding()))) {
        throw new InvalidInputException(
            "%s: tie_word_embeddings is true, but %s differs from %s; write false, or remove %s."
                .formatted(
                    path.resolve(CONFIG), names().head(), names().embedding(), names().head()));
      }
    }
  }

  /**
   * Writes a model with this folder's tokenizer files into the empty or missing folder {@code
   * target}; transformers opens it as it is, or, where the model learns by an adapter, peft. The
   * caller syncs and publishes it.
   */
  public void write(Transformer model, Path target) throws IOException {
    writeModel(model, target);
    for (String name : COMPANIONS) {
      if (Files.exists(path.resolve(name))) {
        Files.copy(path.resolve(name), target.resolve(name));
      }
    }
  }

  /**
   * Writes config.json, with the type that is stored, fp32, and model.safetensors; of a model with
   * an adapter the adapter's files in the weights' place.
   */
  public static void writeModel(Transformer model, Path target) throws IOException {
    Files.createDirectories(target);
    ObjectNode json = model.config().json().deepCopy();
    json.put(json.has("dtype") ? "dtype" : "torch_dtype", "float32");
    JsonFile.write(target.resolve(CONFIG), json);
    if (model.adapter().isPresent()) {
      AdapterFolder.write(model.config(), model.adapter().get(), target, model.manager());
    } else {
      SafeTensorsWriter.write(
          target.resolve(WeightFiles.SINGLE), model.parameters(), model.manager());
    }
  }
}
