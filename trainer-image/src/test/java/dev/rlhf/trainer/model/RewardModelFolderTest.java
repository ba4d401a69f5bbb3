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
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RewardModelFolderTest {

  private static final String SCORE = "score.weight";

  private final NDManager manager = TorchRuntime.manager();

  @TempDir private Path base;
  @TempDir private Path target;

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void aLanguageModelBecomesARewardModelThatIsReadBackEqual() throws IOException {
    Transformer language = written(false);
    Transformer reward = HuggingFaceFolder.open(base).loadUnderRewardHead(3, 5, manager);

    HuggingFaceFolder.writeModel(reward, target);

    Transformer read =
        HuggingFaceFolder.open(target).expect(Architecture.REWARD_MODEL).load(manager);
    assertThat(read.parameters()).containsOnlyKeys(reward.parameters().keySet());
    assertThat(read.parameters()).doesNotContainKey("lm_head.weight");
    read.parameters()
        .forEach(
            (name, value) -> {
              assertThat(value.contentEquals(reward.parameters().get(name))).as(name).isTrue();
              NDArray original = language.parameters().get(name);
              assertThat(original == null || original.contentEquals(value)).as(name).isTrue();
            });
    assertThat(read.config().json().get("pad_token_id").asInt()).isEqualTo(3);
  }

  @Test
  void aFreshHeadIsSmallAndAPureFunctionOfItsSeed() throws IOException {
    written(true);
    HuggingFaceFolder folder = HuggingFaceFolder.open(base);
    float[] one = head(folder.loadUnderRewardHead(3, 5, manager));

    assertThat(head(folder.loadUnderRewardHead(3, 5, manager))).isEqualTo(one);
    assertThat(head(folder.loadUnderRewardHead(3, 6, manager))).isNotEqualTo(one);
    double squares = 0;
    for (float weight : one) {
      squares += weight * weight / one.length;
    }
    assertThat(Math.sqrt(squares)).isBetween(0.5 / 17, 1.5 / 17);
  }

  @Test
  void theUntiedHeadOfALanguageModelIsReadByItself() throws IOException {
    Transformer language = written(false);
    Map<String, NDArray> head = HuggingFaceFolder.open(base).loadLanguageHead(manager);

    assertThat(head).containsOnlyKeys("lm_head.weight");
    assertThat(head.get("lm_head.weight"))
        .matches(language.parameters().get("lm_head.weight")::contentEquals);
  }

  @Test
  void oneLabelMayBeWrittenInEitherForm() {
    ObjectNode byNames = config();
    byNames.remove("num_labels");
    ObjectNode byNumber = config();
    byNumber.remove("id2label");
    byNumber.remove("label2id");

    assertThat(ModelConfig.parse(byNames).architecture()).isEqualTo(Architecture.REWARD_MODEL);
    assertThat(ModelConfig.parse(byNumber).architecture()).isEqualTo(Architecture.REWARD_MODEL);
  }

  @Test
  void refusesWhatIsNoRewardModelByTheKeysName() {
    assertRefused(json -> json.put("num_labels", 2), "num_labels is 2");
    assertRefused(json -> json.putObject("id2label").put("0", "a").put("1", "b"), "id2label is");
    assertRefused(
        json -> json.remove(List.of("num_labels", "id2label")), "num_labels is missing; write 1");
    assertRefused(json -> json.remove("pad_token_id"), "pad_token_id is missing; write the id");
    assertRefused(json -> json.put("pad_token_id", -1), "pad_token_id is -1; write the id");
    assertRefused(json -> json.put("pad_token_id", 40), "pad_token_id is 40; write the id");
    assertRefused(
        json -> json.putArray("architectures").add("LlamaForTokenClassification"),
        "[\"LlamaForCausalLM\"], [\"LlamaForSequenceClassification\"]");
  }

  @Test
  void refusesAHeadWithABias() throws IOException {
    written(true);
    Transformer reward = HuggingFaceFolder.open(base).loadUnderRewardHead(3, 5, manager);
    Map<String, NDArray> tensors = new LinkedHashMap<>(reward.parameters());
    tensors.put("score.bias", manager.zeros(new Shape(1)));
    JsonFile.write(target.resolve(HuggingFaceFolder.CONFIG), reward.config().json());
    SafeTensorsWriter.write(target.resolve("model.safetensors"), tensors, manager);

    assertThatThrownBy(() -> HuggingFaceFolder.open(target).load(manager))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("unexpected score.bias");
  }

  @Test
  void refusesOneKindOfModelInTheOthersPlace() throws IOException {
    written(true);
    HuggingFaceFolder folder = HuggingFaceFolder.open(base);

    assertThatThrownBy(() -> folder.expect(Architecture.REWARD_MODEL))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            base
                + " holds a language model (LlamaForCausalLM); name a folder with a reward model"
                + " (LlamaForSequenceClassification).");
  }

  private Transformer written(boolean tied) throws IOException {
    Transformer model = TinyLlama.model(tied, manager);
    HuggingFaceFolder.writeModel(model, base);
    return model;
  }

  private static float[] head(Transformer model) {
    return model.parameters().get(SCORE).toFloatArray();
  }

  private static ObjectNode config() {
    return ModelConfig.parse(TinyLlama.json()).rewardModel(0).json();
  }

  private static void assertRefused(Consumer<ObjectNode> change, String message) {
    ObjectNode json = config();
    change.accept(json);
    assertThatThrownBy(() -> ModelConfig.parse(json))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("config.json: ")
        .hasMessageContaining(message);
  }
}
