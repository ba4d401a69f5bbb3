package dev.rlhf.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.trainer.InvalidInputException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FamilyConfigTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @EnumSource(Family.class)
  void aFamilyIsFoundByItsArchitectureWhereItIsNotNamed(Family family) {
    for (Architecture architecture : Architecture.values()) {
      ObjectNode json = JSON.createObjectNode();
      json.putArray("architectures").add(family.className(architecture));
      ConfigKeys keys = new ConfigKeys("config.json", json);

      assertThat(Family.read(keys)).isEqualTo(family);
      assertThat(Architecture.read(keys, family)).isEqualTo(architecture);
    }
  }

  @Test
  void aWindowHoldsForEveryLayerOfMistral() throws IOException {
    assertThat(window("mistral", "{'sliding_window':8}")).isEqualTo(windowOf(8, 0, 1));
    assertThat(window("mistral", "{'sliding_window':null}")).isEqualTo(SlidingWindow.NONE);
    assertThat(window("mistral", "{'sliding_window':64}")).isEqualTo(SlidingWindow.NONE);
  }

  @Test
  void aWindowHoldsForTheLaterOrTheListedLayersOfQwen() throws IOException {
    String used = "'use_sliding_window':true,'sliding_window':8";
    assertThat(window("qwen2", "{" + used + ",'max_window_layers':1}")).isEqualTo(windowOf(8, 1));
    assertThat(window("qwen2", "{" + used + ",'max_window_layers':7}").isNone()).isTrue();
    assertThat(
            window("qwen3", "{" + used + ",'layer_types':['sliding_attention','full_attention']}"))
        .isEqualTo(windowOf(8, 0));
    assertThat(window("qwen3", "{'sliding_window':8,'max_window_layers':0}").isNone()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "mistral | {'sliding_window':null,'attention_bias':true} | key attention_bias is not supported",
        "mistral | {} | sliding_window is missing; write null, or the number of tokens",
        "mistral | {'sliding_window':8,'layer_types':['full_attention']} | layer_types is",
        "mistral | {'sliding_window':null,'num_key_value_heads':null} | num_key_value_heads is missing",
        "qwen2 | {'mlp_bias':true} | key mlp_bias is not supported",
        "qwen2 | {'use_sliding_window':true,'sliding_window':null,'max_window_layers':0} | sliding_window is missing",
        "qwen2 | {'use_sliding_window':true,'sliding_window':8,'layer_types':['x','y']} | write full_attention or sliding_attention for each of the 2 layers",
        "qwen2 | {'layer_types':['sliding_attention','full_attention']} | only full_attention",
        "qwen2 | {'use_sliding_window':true,'sliding_window':8} | max_window_layers is missing; write how many layers have no window",
        "qwen2 | {'max_window_layers':1.5} | max_window_layers is 1.5; write a whole number",
        "qwen2 | {'max_window_layers':-1} | max_window_layers is -1; write a whole number",
        "qwen3 | {'head_dim':null} | head_dim is missing; write a whole number above 0",
        "gpt_neox | {'hidden_act':'relu'} | hidden_act is \"relu\"; only gelu, gelu_new, gelu_fast",
        "gpt_neox | {'hidden_act':'gelu','rotary_pct':0.8} | rotary_pct (0.8) of a head's 4 dimensions must be an even",
        "gpt_neox | {'hidden_act':'gelu','rotary_pct':0.5,'partial_rotary_factor':1.0} | partial_rotary_factor is 1.0; only 0.5",
        "gpt_neox | {'hidden_dropout':0.1} | hidden_dropout is 0.1; only 0.0 is supported",
        "gpt_neox | {'num_attention_heads':3} | hidden_size (16) must be a multiple",
        "gpt2 | {'n_head':3} | n_embd (16) must be a multiple of n_head (3)",
        "gpt2 | {'n_layer':10001} | n_layer is 10001; write a whole number up to 10000",
        "gpt2 | {'scale_attn_weights':false} | scale_attn_weights is false; only true is supported",
        "gpt2 | {'scale_attn_by_inverse_layer_idx':true} | only false is supported",
        "gpt2 | {'activation_function':null} | activation_function is missing; only gelu",
        "gpt2 | {'hidden_size':16} | key hidden_size is not supported",
        "qwen3 | {'hidden_act':'gelu'} | hidden_act is \"gelu\"; only \"silu\" is supported",
      })
  void refusesByNameWhatAFamilyDoesNotHave(String family, String change, String message) {
    assertThatThrownBy(() -> with(family, change))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("config.json: ")
        .hasMessageContaining(message);
  }

  private static SlidingWindow window(String family, String change) throws IOException {
    return ((LlamaConfig) with(family, change).decoder()).window();
  }

  private static SlidingWindow windowOf(int tokens, Integer... layers) {
    return new SlidingWindow(tokens, List.of(layers));
  }

  private static ModelConfig with(String family, String change) throws IOException {
    ObjectNode json = JSON.createObjectNode().put("model_type", family).put("vocab_size", 40);
    switch (family) {
      case "gpt2" ->
          json.put("n_embd", 16)
              .put("n_head", 4)
              .put("n_layer", 2)
              .put("n_positions", 64)
              .put("activation_function", "gelu_new");
      case "gpt_neox" -> sizes(json).put("rotary_pct", 0.5);
      default -> sizes(json).put("num_key_value_heads", 2).put("head_dim", 4);
    }
    json.setAll((ObjectNode) JSON.readTree(change.replace('\'', '"')));
    return ModelConfig.parse(json);
  }

  private static ObjectNode sizes(ObjectNode json) {
    return json.put("hidden_size", 16)
        .put("intermediate_size", 24)
        .put("num_hidden_layers", 2)
        .put("num_attention_heads", 4)
        .put("max_position_embeddings", 64);
  }
}
