package dev.rlhf.trainer.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of adapters that are not as they should be; LoraParityTest has those that are. */
class AdapterFolderTest {

  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final Path BASE = RESOURCES.resolve("parity/plain");
  private static final String CONFIG = "adapter_config.json";
  private static final String NAMED_BASE = "adapter_base.json";

  @TempDir private Path folder;
  private final NDManager manager = TorchRuntime.manager();

  @BeforeEach
  void copy() throws IOException {
    try (Stream<Path> files = Files.list(RESOURCES.resolve("lora/plain"))) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private void edit(String name, Consumer<ObjectNode> change) throws IOException {
    ObjectNode json = JsonFile.read(folder.resolve(name));
    change.accept(json);
    JsonFile.write(folder.resolve(name), json);
  }

  private AbstractThrowableAssert<?, ?> assertRefused(Path base) {
    return assertThatThrownBy(
            () -> HuggingFaceFolder.open(folder, (wanted, adapter) -> base).load(manager))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void anAdapterOfAnotherProgramIsRefused() throws IOException {
    Files.delete(folder.resolve(NAMED_BASE));

    assertRefused(BASE).hasMessageContaining("merge it into its base with peft's merge_and_unload");
  }

  @Test
  void aBaseWithoutADigestIsRefused() throws IOException {
    edit(NAMED_BASE, json -> json.remove("digest"));

    assertRefused(BASE).hasMessage("adapter_base.json: digest is missing; write a text.");
  }

  @Test
  void anAdapterIsNoWholeModel() {
    assertThatThrownBy(() -> HuggingFaceFolder.open(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(folder + " holds an adapter; name a folder with a whole model");
  }

  @Test
  void whatTheFormulasDoNotComputeIsRefused() throws IOException {
    edit(CONFIG, json -> json.put("use_dora", true));
    assertRefused(BASE).hasMessageContaining("adapter_config.json: key use_dora is not supported");

    edit(CONFIG, json -> json.put("use_dora", false).putObject("rank_pattern").put("q_proj", 2));
    assertRefused(BASE).hasMessageContaining("key rank_pattern is not supported");

    edit(CONFIG, json -> json.putNull("rank_pattern").put("bias", "all"));
    assertRefused(BASE).hasMessageContaining("bias is \"all\"; only \"none\" is supported");

    edit(CONFIG, json -> json.put("bias", "none").put("peft_type", "VERA"));
    assertRefused(BASE).hasMessageContaining("peft_type is \"VERA\"; only \"LORA\" is supported");
  }

  @Test
  void aConfigThatDoesNotFitTheWeightsIsRefusedBeforeTheyAreRead() throws IOException {
    edit(CONFIG, json -> json.put("r", 1 << 30));
    assertRefused(BASE)
        .hasMessageContaining("has no base_model.model.model.layers.0.self_attn.q_proj.lora_A");

    edit(CONFIG, json -> json.put("r", 3).withArray("/target_modules").removeAll().add("q_proj"));
    assertRefused(BASE).hasMessageContaining("has more tensors than adapter_config.json names");

    edit(CONFIG, json -> json.put("target_modules", "q_proj"));
    assertRefused(BASE).hasMessageContaining("target_modules is \"q_proj\"; write a list of names");

    edit(CONFIG, json -> json.put("r", 0));
    assertRefused(BASE).hasMessageContaining("adapter_config.json: r is 0");
  }

  @Test
  void aBaseOfAnotherSizeIsRefused() {
    assertRefused(RESOURCES.resolve("parity/wide-heads"))
        .hasMessageContaining("and its base are models of other sizes");
  }

  @Test
  void anAdapterThatStandsOnItselfIsRefused() {
    assertRefused(folder).hasMessageContaining("stands on more than 16 adapters");
  }
}
