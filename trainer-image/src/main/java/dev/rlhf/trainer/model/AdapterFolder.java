package dev.rlhf.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.plan.LoraSettings;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.tensor.FloatTransfer;
import dev.rlhf.trainer.tensor.SafeTensorsFile;
import dev.rlhf.trainer.tensor.SafeTensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An adapter as PEFT stores it, {@code adapter_config.json} and {@code adapter_model.safetensors},
 * and beside them {@code adapter_base.json}, which names the base by its digest.
 *
 * @see <a href="https://huggingface.co/docs/peft/developer_guides/checkpoint">PEFT checkpoint
 *     format</a>
 */
record AdapterFolder(Path path, AdapterBase base, LoraSettings lora) {

  private static final String CONFIG = CheckpointLayout.ADAPTER;
  private static final String WEIGHTS = "adapter_model.safetensors";
  private static final String BASE = "adapter_base.json";

  /** PEFT's name for the model inside its wrappers. */
  private static final String PREFIX = "base_model.model.";

  private static final List<String> WITHOUT_EFFECT =
      List.of(
          "base_model_name_or_path",
          "task_type",
          "fan_in_fan_out",
          "modules_to_save",
          "inference_mode",
          "init_lora_weights",
          "lora_dropout",
          "peft_version",
          "revision",
          "megatron_core",
          "qalora_group_size");

  /** Whether a folder holds an adapter and no model. */
  static boolean isOne(Path folder) {
    return Files.exists(folder.resolve(CONFIG));
  }

  /**
   * Reads what an adapter's folder says about it.
   *
   * @throws InvalidInputException when it is none that this trainer wrote
   */
  static AdapterFolder open(Path folder) throws IOException {
    if (!Files.exists(folder.resolve(BASE))) {
      throw new InvalidInputException(
          "%s holds an adapter without %s, which names the digest of its base; merge it into its base with peft's merge_and_unload, and name the merged folder."
              .formatted(folder, BASE));
    }
    ConfigKeys base = new ConfigKeys(BASE, JsonFile.read(folder.resolve(BASE)));
    return new AdapterFolder(
        folder,
        new AdapterBase(Path.of(required(base, "path")), required(base, "digest")),
        lora(JsonFile.read(folder.resolve(CONFIG))));
  }

  private static String required(ConfigKeys keys, String key) {
    String text = keys.text(key, "");
    if (text.isEmpty() || text.indexOf('\0') >= 0) {
      throw keys.refused(key, keys.take(key), "write a text");
    }
    return text;
  }

  private static LoraSettings lora(ObjectNode json) {
    ConfigKeys keys = new ConfigKeys(CONFIG, json);
    keys.only("peft_type", TextNode.valueOf("LORA"));
    keys.only("bias", TextNode.valueOf("none"));
    keys.ignore(WITHOUT_EFFECT);
    keys.ignore(switchedOff(json));
    LoraSettings lora =
        new LoraSettings(
            keys.positive("r"), keys.positiveNumber("lora_alpha"), targets(keys, "target_modules"));
    keys.refuseRest();
    return lora;
  }

  /** PEFT writes every option that there is; those that are false or empty do nothing. */
  private static List<String> switchedOff(ObjectNode json) {
    return json.propertyStream()
        .filter(
            option ->
                option.getValue().equals(BooleanNode.FALSE)
                    || option.getValue().isContainerNode() && option.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  private static List<String> targets(ConfigKeys keys, String key) {
    JsonNode names = keys.take(key);
    List<String> targets = new ArrayList<>();
    for (JsonNode name : names) {
      if (!name.isTextual()) {
        throw keys.refused(key, names, "write a list of names of layers");
      }
      targets.add(name.asText());
    }
    if (!names.isArray() || targets.isEmpty()) {
      throw keys.refused(key, names, "write a list of names of layers");
    }
    return targets;
  }

  /**
   * Opens the file of its weights, which fit a model.
   *
   * @throws InvalidInputException when one is missing, unexpected or of another shape
   */
  SafeTensorsFile weights(ModelConfig config) throws IOException {
    Map<String, Shape> expected = LoraLayers.of(config, lora).shapes(config, lora.rank());
    SafeTensorsFile file = SafeTensorsFile.open(path.resolve(WEIGHTS));
    try {
      for (Map.Entry<String, Shape> entry : expected.entrySet()) {
        String stored = stored(entry.getKey());
        if (!file.names().contains(stored) || !file.shape(stored).equals(entry.getValue())) {
          throw unfit("has no %s of shape %s".formatted(stored, entry.getValue()));
        }
      }
      if (file.names().size() > expected.size()) {
        throw unfit("has more tensors than %s names".formatted(CONFIG));
      }
      return file;
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private InvalidInputException unfit(String what) {
    return new InvalidInputException(
        "%s %s; bring the folder back as it was written.".formatted(path.resolve(WEIGHTS), what));
  }

  /** The name in the file of a tensor that formulas know by another. */
  static String stored(String name) {
    return PREFIX + name;
  }

  /** Reads the adapter for a model; its tensors belong to {@code owner}. */
  Adapter read(ModelConfig config, NDManager owner) throws IOException {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    try (SafeTensorsFile file = weights(config);
        FloatTransfer transfer = new FloatTransfer(owner)) {
      for (String name : LoraLayers.of(config, lora).shapes(config, lora.rank()).keySet()) {
        tensors.put(name, file.read(stored(name), transfer, owner));
      }
    }
    return new Adapter(base, lora, tensors);
  }

  /** Writes an adapter into a folder that is there. */
  static void write(ModelConfig config, Adapter adapter, Path target, NDManager manager)
      throws IOException {
    JsonFile.write(target.resolve(CONFIG), peftConfig(config, adapter));
    JsonFile.write(
        target.resolve(BASE),
        JsonNodeFactory.instance
            .objectNode()
            .put("path", adapter.base().path().toString())
            .put("digest", adapter.base().digest()));
    Map<String, NDArray> stored = new LinkedHashMap<>();
    adapter.tensors().forEach((name, tensor) -> stored.put(stored(name), tensor));
    SafeTensorsWriter.write(target.resolve(WEIGHTS), stored, manager);
  }

  private static ObjectNode peftConfig(ModelConfig config, Adapter adapter) {
    LoraSettings lora = adapter.lora();
    boolean reward = config.architecture() == Architecture.REWARD_MODEL;
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("peft_type", "LORA");
    json.put("task_type", reward ? "SEQ_CLS" : "CAUSAL_LM");
    json.put("base_model_name_or_path", adapter.base().path().toString());
    json.put("r", lora.rank());
    json.put("lora_alpha", lora.alpha());
    json.put("lora_dropout", 0.0);
    json.put("bias", "none");
    json.put("fan_in_fan_out", LoraLayers.of(config, lora).layers().get(0).transposed());
    LoraLayers.targets(config, lora).forEach(json.withArray("/target_modules")::add);
    if (reward) {
      json.putArray("modules_to_save").add("score");
    }
    json.put("inference_mode", true);
    return json;
  }
}
