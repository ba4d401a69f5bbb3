package dev.rlhf.trainer.sft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlhf.trainer.generate.RewardScorer;
import dev.rlhf.trainer.generate.Scorer;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Adapters that peft wrote give what they give in peft, see e2e/interop/lora_fixture.py. */
class LoraParityTest {

  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final String REWARD = "reward-";

  private final NDManager manager = TorchRuntime.manager();

  static Stream<String> cases() throws IOException {
    try (Stream<Path> folders = Files.list(RESOURCES.resolve("lora"))) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList().stream();
    }
  }

  static Stream<String> languageModels() throws IOException {
    return cases().filter(name -> !name.startsWith(REWARD));
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private static Path adapter(String name) {
    return RESOURCES.resolve("lora").resolve(name);
  }

  private static Path base(String name) {
    return name.startsWith(REWARD)
        ? RESOURCES.resolve("rewards").resolve(name.substring(REWARD.length()))
        : RESOURCES.resolve("parity").resolve(name);
  }

  private Transformer adapted(String name) throws IOException {
    return HuggingFaceFolder.open(base(name)).load(manager).adapted(adapter(name));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void anAdapterBesideItsBaseGivesWhatPeftGives(String name) throws IOException {
    assertFigures(name, adapted(name));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void anAdapterMergedIntoItsBaseGivesTheSame(String name) throws IOException {
    HuggingFaceFolder folder = HuggingFaceFolder.open(adapter(name), (base, from) -> base(name));

    Transformer merged = folder.load(manager);

    assertThat(merged.isAdapted()).isFalse();
    assertFigures(name, merged);
  }

  private static void assertFigures(String name, Transformer model) throws IOException {
    JsonNode rows = expected(name).get("rows");
    List<long[]> tokens = tokens(rows);
    if (name.startsWith(REWARD)) {
      float[] rewards = new RewardScorer(model).rewards(tokens);
      for (int i = 0; i < rewards.length; i++) {
        assertThat((double) rewards[i])
            .isCloseTo(rows.get(i).get("reward").asDouble(), within(1e-4));
      }
    } else {
      List<float[]> scores = new Scorer(model).score(tokens);
      for (int i = 0; i < scores.size(); i++) {
        for (int t = 0; t < scores.get(i).length; t++) {
          assertThat((double) scores.get(i)[t])
              .isCloseTo(rows.get(i).get("logprobs").get(t).asDouble(), within(1e-4));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("languageModels")
  void theAdapterAloneLearnsAndLearnsWhatItLearnsInPeft(String name) throws IOException {
    Transformer model = adapted(name);

    Map<String, Double> norms =
        GradientParityTest.norms(
            GradientParityTest.gradients(model, tokens(expected(name).get("rows"))));

    GradientParityTest.assertNorms(norms, expected(name).get("gradient_norms"));
    assertThat(model.parameters().values()).noneMatch(NDArray::hasGradient);
  }

  @ParameterizedTest
  @MethodSource("languageModels")
  void recomputedActivationsGiveAnAdapterTheSameBits(String name) throws IOException {
    GradientParityTest.assertSameBits(adapted(name), tokens(expected(name).get("rows")));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatIsWrittenReadsBackEqual(String name, @TempDir Path target) throws IOException {
    Transformer model = adapted(name);
    HuggingFaceFolder.open(base(name)).write(model, target);

    assertThat(target.resolve("model.safetensors")).doesNotExist();
    Map<String, NDArray> again =
        HuggingFaceFolder.open(base(name)).load(manager).adapted(target).learnt();
    assertThat(again.keySet()).containsExactlyElementsOf(model.learnt().keySet());
    model
        .learnt()
        .forEach((key, value) -> assertThat(again.get(key).contentEquals(value)).isTrue());
    JsonNode ours = json(target.resolve("adapter_config.json"));
    JsonNode theirs = json(adapter(name).resolve("adapter_config.json"));
    for (String key : List.of("peft_type", "task_type", "r", "fan_in_fan_out", "bias")) {
      assertThat(ours.get(key)).as(key).isEqualTo(theirs.get(key));
    }
    assertThat(ours.get("lora_alpha").asDouble()).isEqualTo(theirs.get("lora_alpha").asDouble());
    assertThat(names(ours.get("target_modules")))
        .containsExactlyInAnyOrderElementsOf(names(theirs.get("target_modules")));
  }

  private static List<String> names(JsonNode list) {
    return list.valueStream().map(JsonNode::asText).toList();
  }

  private static JsonNode expected(String name) throws IOException {
    return json(adapter(name).resolve("expected.json"));
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  private static List<long[]> tokens(JsonNode rows) {
    List<long[]> tokens = new ArrayList<>();
    for (JsonNode row : rows) {
      tokens.add(row.get("tokens").valueStream().mapToLong(JsonNode::asLong).toArray());
    }
    return tokens;
  }
}
