package dev.rlhf.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.tensor.SafeTensorsWriter;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HuggingFaceFolderTest {

  @TempDir private Path temporary;
  private final NDManager manager = TorchRuntime.manager();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void freshWeightsAreAFunctionOfTheSeed() throws IOException {
    ModelConfig config = ModelConfig.parse(TinyLlama.json());
    Map<String, NDArray> one = Transformer.initialise(config, 1, manager).parameters();
    Map<String, NDArray> same = Transformer.initialise(config, 1, manager).parameters();
    Map<String, NDArray> other = Transformer.initialise(config, 2, manager).parameters();

    one.forEach((name, w) -> assertThat(w.toFloatArray()).isEqualTo(same.get(name).toFloatArray()));
    assertThat(one.get("lm_head.weight").toFloatArray())
        .isNotEqualTo(other.get("lm_head.weight").toFloatArray())
        .isNotEqualTo(one.get("model.embed_tokens.weight").toFloatArray());
    assertThat(one.get("model.norm.weight").toFloatArray()).containsOnly(1);
    assertThat(one.get("model.layers.1.self_attn.q_proj.bias").toFloatArray()).containsOnly(0);
  }

  @Test
  void saysThatTheWrittenTypeIsFp32() throws IOException {
    Path folder = written(json -> json.put("torch_dtype", "bfloat16"), weights -> {});

    assertThat(JsonFile.read(folder.resolve("config.json")).path("torch_dtype").asText())
        .isEqualTo("float32");
  }

  @Test
  void refusesAFolderThatIsNotThere() {
    assertThatThrownBy(() -> HuggingFaceFolder.open(temporary.resolve("nowhere")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("There is no model folder");
    assertThatThrownBy(() -> HuggingFaceFolder.open(temporary))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("config.json does not exist");
  }

  @Test
  void refusesAConfigThatIsNotJson() throws IOException {
    Files.writeString(temporary.resolve("config.json"), "{\"a\": 1, \"a\": 2}");
    assertThatThrownBy(() -> HuggingFaceFolder.open(temporary))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("config.json is not valid JSON: Duplicate");
  }

  @Test
  void refusesAFolderWithoutWeights() throws IOException {
    Path folder = written(json -> {}, weights -> {});
    Files.delete(folder.resolve("model.safetensors"));
    assertRefused(folder, "holds no weights; put model.safetensors");

    Files.write(folder.resolve("pytorch_model.bin"), new byte[1]);
    assertRefused(folder, "pytorch_model.bin holds pickled weights");
  }

  @Test
  void namesMissingAndUnexpectedTensors() throws IOException {
    Path folder =
        written(
            json -> {},
            weights -> weights.put("extra.weight", weights.remove("model.norm.weight")));
    assertRefused(folder, "missing model.norm.weight, unexpected extra.weight.");
  }

  @Test
  void namesATensorOfAnotherShape() throws IOException {
    Path folder =
        written(
            json -> {}, weights -> weights.put("model.norm.weight", manager.zeros(new Shape(3))));
    assertRefused(folder, "model.norm.weight");
    assertRefused(folder, "has the shape (3), but config.json asks for (16)");
  }

  @Test
  void skipsRotaryFrequenciesThatOldFoldersStore() throws IOException {
    Path folder =
        written(
            json -> {},
            weights ->
                weights.put(
                    "model.layers.0.self_attn.rotary_emb.inv_freq", manager.zeros(new Shape(2))));
    assertThat(load(folder).parameters()).doesNotContainKey("model.rotary_emb.inv_freq");
  }

  @Test
  void acceptsAStoredHeadBesideTiedEmbeddingsOnlyAsTheirCopy() throws IOException {
    Path copy =
        written(
            json -> json.put("tie_word_embeddings", true),
            weights -> weights.put("lm_head.weight", weights.get("model.embed_tokens.weight")));
    assertThat(load(copy).parameters()).doesNotContainKey("lm_head.weight");

    Path other =
        written(
            json -> json.put("tie_word_embeddings", true),
            weights -> weights.put("lm_head.weight", manager.zeros(new Shape(40, 16))));
    assertRefused(other, "tie_word_embeddings is true, but lm_head.weight differs");
  }

  @Test
  void refusesAnIndexThatDoesNotFitItsShards() throws IOException {
    Path folder = written(json -> {}, weights -> {});
    Files.move(folder.resolve("model.safetensors"), folder.resolve("a.safetensors"));
    Path index = folder.resolve("model.safetensors.index.json");

    Files.writeString(index, "{}");
    assertRefused(folder, "has no weight_map");
    Files.writeString(index, "{\"weight_map\": {\"x\": \"a.safetensors\"}}");
    assertRefused(folder, "has no tensor x, although");
    Files.writeString(index, "{\"weight_map\": {\"model.norm.weight\": \"a.safetensors\"}}");
    assertRefused(folder, "which model.safetensors.index.json does not place there");
    Files.writeString(index, "{\"weight_map\": {\"x\": \"gone.safetensors\"}}");
    assertRefused(folder, "gone.safetensors does not exist");
    Files.writeString(index, "{\"weight_map\": {\"x\": \"../a.safetensors\"}}");
    assertRefused(folder, "write the name of a file beside it");
  }

  private void assertRefused(Path folder, String message) {
    assertThatThrownBy(() -> load(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  private Transformer load(Path folder) throws IOException {
    return HuggingFaceFolder.open(folder).load(manager);
  }

  /** A folder of a tiny model with changes to its config and to its weights. */
  private Path written(Consumer<ObjectNode> config, Consumer<Map<String, NDArray>> weights)
      throws IOException {
    ObjectNode json = TinyLlama.json();
    config.accept(json);
    Path folder = Files.createTempDirectory(temporary, "model");
    Transformer model = Transformer.initialise(ModelConfig.parse(json), 1, manager);
    HuggingFaceFolder.writeModel(model, folder);
    Map<String, NDArray> changed = new LinkedHashMap<>(model.parameters());
    weights.accept(changed);
    Files.delete(folder.resolve("model.safetensors"));
    SafeTensorsWriter.write(folder.resolve("model.safetensors"), changed, manager);
    return folder;
  }
}
