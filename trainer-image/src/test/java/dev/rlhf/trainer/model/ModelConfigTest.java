package dev.rlhf.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.trainer.InvalidInputException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelConfigTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void takesTheDefaultsOfTransformersForWhatIsLeftOut() {
    LlamaConfig config = (LlamaConfig) ModelConfig.parse(TinyLlama.json()).decoder();

    assertThat(config.sizes().headDim()).isEqualTo(4);
    assertThat(config.rmsNormEps()).isEqualTo(1e-6);
    assertThat(config.tiedEmbeddings()).isFalse();
    assertThat(config.rotaryConfig())
        .isEqualTo(new RotaryConfig(10_000, 1, new RotaryScaling.None()));
  }

  @Test
  void readsBothSpellingsOfTheRotaryEmbeddingAlike() throws IOException {
    String scaling = "'rope_type':'linear','factor':2.0";
    ModelConfig four = with("{'rope_theta':500.0,'rope_scaling':{" + scaling + "}}");
    ModelConfig five = with("{'rope_parameters':{'rope_theta':500.0," + scaling + "}}");
    ModelConfig old = with("{'rope_theta':500,'rope_scaling':{'type':'linear','factor':2}}");

    assertThat(four.decoder().rotary())
        .contains(new RotaryConfig(500, 1, new RotaryScaling.Linear(2)));
    assertThat(five.decoder().rotary()).isEqualTo(four.decoder().rotary());
    assertThat(old.decoder().rotary()).isEqualTo(four.decoder().rotary());
  }

  @Test
  void acceptsKeysThatChangeNothing() throws IOException {
    assertThat(
            with("{'torch_dtype':'bfloat16','use_cache':true,'sliding_window':null,"
                    + "'layer_types':['full_attention','full_attention'],'hidden_act':'silu',"
                    + "'attention_dropout':0,'_name_or_path':'x','eos_token_id':[1,2]}")
                .family())
        .isEqualTo(Family.LLAMA);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'hidden_act':'gelu'} | hidden_act is \"gelu\"; only \"silu\" is supported",
        "{'sliding_window':4096} | sliding_window is 4096; only null is supported",
        "{'layer_types':['sliding_attention']} | only full_attention is supported",
        "{'attention_dropout':0.1} | attention_dropout is 0.1; only 0.0 is supported",
        "{'model_type':'bloom'} | model_type is \"bloom\"; the known families are llama, mistral",
        "{'model_type':null} | model_type is missing; the known families are llama, mistral",
        "{'model_type':null,'architectures':['BloomForCausalLM']} | the known ones are LlamaForCausalLM",
        "{'architectures':['MistralForCausalLM']} | write one of [\"LlamaForCausalLM\"]",
        "{'architectures':['LlamaForTokenClassification']} | write one of [\"LlamaForCausalLM\"]",
        "{'quantization_config':{}} | key quantization_config is not supported",
        "{'vocab_size':0} | vocab_size is 0; write a whole number above 0",
        "{'vocab_size':null} | vocab_size is missing; write a whole number above 0",
        "{'rms_norm_eps':'tiny'} | rms_norm_eps is \"tiny\"; write a number above 0",
        "{'attention_bias':1} | attention_bias is 1; write true or false",
        "{'num_key_value_heads':3} | must be a multiple of num_key_value_heads (3)",
        "{'num_attention_heads':6,'num_key_value_heads':6} | hidden_size (16) must be a multiple",
        "{'head_dim':5} | head_dim (5) must be even",
        "{'rope_scaling':{'rope_type':'yarn','factor':2.0}} | rope_type is \"yarn\"; only default",
        "{'rope_scaling':{'rope_type':'linear'}} | rope_scaling: factor is missing",
        "{'rope_scaling':{'rope_type':'linear','factor':2.0,'x':1}} | rope_scaling: key x is not",
        "{'rope_theta':1.0,'rope_parameters':{'rope_theta':2.0}} | rope_theta is 1.0; only 2.0",
        "{'rope_parameters':{'partial_rotary_factor':0.5}} | partial_rotary_factor is 0.5",
      })
  void refusesByNameWhatItDoesNotHonour(String change, String message) {
    assertThatThrownBy(() -> with(change))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("config.json: ")
        .hasMessageContaining(message);
  }

  private static ModelConfig with(String change) throws IOException {
    ObjectNode json = TinyLlama.json();
    json.setAll((ObjectNode) JSON.readTree(change.replace('\'', '"')));
    return ModelConfig.parse(json);
  }
}
