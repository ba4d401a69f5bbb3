package dev.rlhf.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import dev.rlhf.plan.LoraSettings;
import dev.rlhf.trainer.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoraLayersTest {

  private static ModelConfig config(String name) throws IOException {
    return HuggingFaceFolder.open(Path.of("src/test/resources/parity").resolve(name)).config();
  }

  private static List<String> layers(String name, String... targets) throws IOException {
    LoraSettings lora = new LoraSettings(4, 8, List.of(targets));
    return LoraLayers.of(config(name), lora).layers().stream().map(LinearLayer::name).toList();
  }

  @Test
  void targetsAreEndsOfNames() throws IOException {
    assertThat(layers("plain", "v_proj", "q_proj"))
        .containsExactly(
            "model.layers.0.self_attn.q_proj",
            "model.layers.0.self_attn.v_proj",
            "model.layers.1.self_attn.q_proj",
            "model.layers.1.self_attn.v_proj");
    assertThat(layers("gpt2", "c_proj")).hasSize(4);
    assertThat(layers("gpt2", "mlp.c_proj"))
        .containsExactly("transformer.h.0.mlp.c_proj", "transformer.h.1.mlp.c_proj");
    assertThat(layers("gpt-neox", "gpt_neox.layers.1.attention.dense")).hasSize(1);
  }

  @Test
  void allLinearIsEveryLayerButTheHead() throws IOException {
    assertThat(layers("plain", "all-linear")).hasSize(2 * 7).doesNotContain("lm_head");
    assertThat(layers("gpt-neox", "all-linear")).hasSize(2 * 4);
    assertThat(layers("gpt2-untied", "all-linear")).hasSize(2 * 4).doesNotContain("lm_head");
  }

  @Test
  void anUnknownTargetIsRefusedWithWhatThereIs() {
    assertThatThrownBy(() -> layers("gpt-neox", "dense", "q_proj"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "lora.targets names q_proj, which no linear layer of gpt_neox is called: write some of"
                + " query_key_value, dense, dense_h_to_4h, dense_4h_to_h, or all-linear");
    assertThatThrownBy(() -> layers("plain", "lm_head")).hasMessageContaining("names lm_head");
    assertThatThrownBy(() -> layers("plain", "proj")).hasMessageContaining("names proj");
  }

  @Test
  void everyLayerHasTwoMapsAndARewardModelItsHead() throws IOException {
    LoraSettings lora = new LoraSettings(4, 8, List.of("c_fc"));
    ModelConfig reward = config("gpt2").rewardModel(0);

    assertThat(LoraLayers.of(reward, lora).shapes(reward, 4))
        .hasSize(5)
        .containsEntry("transformer.h.0.mlp.c_fc.lora_A.weight", new Shape(4, 16))
        .containsEntry("transformer.h.0.mlp.c_fc.lora_B.weight", new Shape(24, 4))
        .containsEntry("score.weight", new Shape(1, 16));
  }
}
