package dev.rlhf.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecodingWeightsTest {

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void areTheSameNumbersWithAHeadOfItsOwn(boolean tied) throws Exception {
    try (NDManager manager = TorchRuntime.manager()) {
      Transformer model = TinyLlama.model(tied, manager);
      Map<String, NDArray> weights = model.forDecoding(manager);

      assertThat(weights).containsKeys(model.weights().keySet().toArray(String[]::new));
      model.weights().forEach((name, weight) -> assertThat(weights.get(name)).isEqualTo(weight));
      String head = tied ? "model.embed_tokens.weight" : "lm_head.weight";
      assertThat(weights.get("lm_head.weight"))
          .isNotSameAs(weights.get(head.replace("lm_head", "model.embed_tokens")))
          .isEqualTo(model.weights().get(head));
    }
  }
}
