package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.trainer.model.Architecture;
import dev.rlhf.trainer.model.Family;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.ModelConfig;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.sft.SftFixture;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policy and reward model of two families, which share nothing but their tokenizer. */
class PpoFamiliesTest {

  private static final String SIZES =
      "'hidden_size':16,'intermediate_size':24,'num_hidden_layers':1,'num_attention_heads':2,"
          + "'max_position_embeddings':256,'initializer_range':0.3";

  @TempDir private Path root;

  @ParameterizedTest
  @CsvSource({"GPT2,GPT_NEOX", "MISTRAL,QWEN3", "QWEN2,GPT2"})
  void learnFromEachOther(Family policy, Family reward) throws Exception {
    PpoFixture stage = new PpoFixture(root);
    HuggingFaceFolder tokenizer = HuggingFaceFolder.open(SftFixture.MODEL);
    try (NDManager manager = TorchRuntime.manager()) {
      ModelConfig speaks = config(policy, tokenizer.config().vocabSize());
      ModelConfig judges = config(reward, tokenizer.config().vocabSize()).rewardModel(0);
      tokenizer.write(Transformer.initialise(speaks, 1, manager), stage.sftModel());
      tokenizer.write(Transformer.initialise(judges, 2, manager), stage.rewardModel());
    }

    assertThat(stage.run(stage.config(PpoFixture.settings()), 1)).isEqualTo(ExitCode.DONE);

    List<JsonNode> figures = stage.figures(1);
    assertThat(figures.get(0).path("kl").asDouble()).isCloseTo(0, within(1e-6));
    assertThat(figures.get(figures.size() - 1).path("kl").asDouble()).isNotCloseTo(0, within(1e-4));
    assertThat(figures)
        .allSatisfy(
            row ->
                assertThat(row.path("first_minibatch_ratio_deviation").asDouble())
                    .isLessThanOrEqualTo(1e-5));
    Path last = stage.checkpoint(1, figures.size());
    assertThat(opened(last, Architecture.LANGUAGE_MODEL)).isEqualTo(policy);
    assertThat(opened(last.resolve("critic"), Architecture.REWARD_MODEL)).isEqualTo(reward);
  }

  private static Family opened(Path folder, Architecture architecture) throws IOException {
    return HuggingFaceFolder.open(folder).expect(architecture).config().family();
  }

  private static ModelConfig config(Family family, int vocabSize) throws IOException {
    String own =
        switch (family) {
          case GPT2 ->
              "'n_embd':16,'n_head':2,'n_layer':1,'n_positions':256,"
                  + "'activation_function':'gelu_new','initializer_range':0.3";
          case GPT_NEOX -> SIZES + ",'hidden_act':'gelu','rotary_pct':0.5";
          case MISTRAL -> SIZES + ",'num_key_value_heads':1,'sliding_window':9";
          default -> SIZES + ",'num_key_value_heads':2,'head_dim':8";
        };
    ObjectNode json = (ObjectNode) new ObjectMapper().readTree("{" + own.replace('\'', '"') + "}");
    return ModelConfig.parse(json.put("model_type", family.id()).put("vocab_size", vocabSize));
  }
}
