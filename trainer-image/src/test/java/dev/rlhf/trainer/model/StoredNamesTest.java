package dev.rlhf.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.SafeTensorsWriter;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders as GPT-2 and Pythia were published, with other names and more tensors than today's. */
class StoredNamesTest {

  private static final Path PARITY = Path.of("src/test/resources/parity");

  private final NDManager manager = TorchRuntime.manager();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void aFolderMayLeaveTheDecodersPrefixOutAndHoldMasksOfTheCausalOrder() throws IOException {
    Map<String, NDArray> weights =
        HuggingFaceFolder.open(PARITY.resolve("gpt2-untied")).load(manager).parameters();
    Map<String, NDArray> published = new LinkedHashMap<>();
    weights.forEach((name, weight) -> published.put(name.replace("transformer.", ""), weight));
    published.put("h.0.attn.bias", manager.ones(new Shape(1, 1, 4, 4)));
    published.put("h.0.attn.masked_bias", manager.zeros(new Shape(1)));

    assertThat(published).containsKeys("wte.weight", "lm_head.weight");
    assertSame(read("gpt2-untied", published), weights);
  }

  @Test
  void pythiasMasksAndFrequenciesAreNoWeights() throws IOException {
    Map<String, NDArray> weights =
        HuggingFaceFolder.open(PARITY.resolve("gpt-neox")).load(manager).parameters();
    Map<String, NDArray> published = new LinkedHashMap<>(weights);
    published.put("gpt_neox.layers.0.attention.bias", manager.ones(new Shape(1, 1, 4, 4)));
    published.put("gpt_neox.layers.0.attention.masked_bias", manager.zeros(new Shape(1)));
    published.put("gpt_neox.layers.0.attention.rotary_emb.inv_freq", manager.zeros(new Shape(2)));

    assertSame(read("gpt-neox", published), weights);
  }

  private Map<String, NDArray> read(String config, Map<String, NDArray> tensors)
      throws IOException {
    Files.copy(PARITY.resolve(config).resolve("config.json"), folder.resolve("config.json"));
    SafeTensorsWriter.write(folder.resolve("model.safetensors"), tensors, manager);
    return HuggingFaceFolder.open(folder).load(manager).parameters();
  }

  private static void assertSame(Map<String, NDArray> actual, Map<String, NDArray> expected) {
    assertThat(actual.keySet()).containsExactlyElementsOf(expected.keySet());
    expected.forEach(
        (name, weight) -> assertThat(actual.get(name).contentEquals(weight)).as(name).isTrue());
  }
}
