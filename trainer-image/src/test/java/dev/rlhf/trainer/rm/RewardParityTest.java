package dev.rlhf.trainer.rm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlhf.trainer.generate.RewardScorer;
import dev.rlhf.trainer.model.Architecture;
import dev.rlhf.trainer.model.Family;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every family as a reward model, see e2e/interop/fixtures.py. */
class RewardParityTest {

  private static final Path RESOURCES = Path.of("src/test/resources");

  private final NDManager manager = TorchRuntime.manager();

  @TempDir private Path target;

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void rewardsEqualTransformersAlsoInAPaddedBatch(Family family) throws IOException {
    Path folder = RESOURCES.resolve("rewards").resolve(family.id());
    List<JsonNode> rows =
        new ObjectMapper()
            .readTree(folder.resolve("expected.json").toFile())
            .get("rows")
            .valueStream()
            .toList();
    Transformer model =
        HuggingFaceFolder.open(folder).expect(Architecture.REWARD_MODEL).load(manager);
    float[] rewards = new RewardScorer(model).rewards(rows.stream().map(this::tokens).toList());

    assertThat(model.config().family()).isEqualTo(family);
    for (int i = 0; i < rewards.length; i++) {
      assertThat((double) rewards[i])
          .as("row %d", i)
          .isCloseTo(rows.get(i).get("reward").asDouble(), within(1e-4));
    }
  }

  @ParameterizedTest
  @CsvSource({"mistral", "qwen2", "qwen3", "gpt-neox", "gpt-neox-serial", "gpt2", "gpt2-untied"})
  void aLanguageModelBecomesAClassifierOfItsFamily(String name) throws IOException {
    HuggingFaceFolder language = HuggingFaceFolder.open(RESOURCES.resolve("parity").resolve(name));
    Family family = language.config().family();
    Transformer reward = language.loadUnderRewardHead(3, 5, manager);
    language.write(reward, target);

    HuggingFaceFolder written = HuggingFaceFolder.open(target).expect(Architecture.REWARD_MODEL);
    assertThat(written.config().json().get("architectures").get(0).asText())
        .isEqualTo(family.className(Architecture.REWARD_MODEL));
    Transformer again = written.load(manager);
    assertThat(again.parameters()).containsOnlyKeys(reward.parameters().keySet());
    assertThat(language.loadLanguageHead(manager).isEmpty())
        .isEqualTo(language.config().tiedEmbeddings());
  }

  private long[] tokens(JsonNode row) {
    return row.get("tokens").valueStream().mapToLong(JsonNode::asLong).toArray();
  }
}
