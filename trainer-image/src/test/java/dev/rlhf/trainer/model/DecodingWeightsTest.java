package dev.rlhf.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.manifest.Precision;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecodingWeightsTest {

  private static final String EMBEDDING = "model.embed_tokens.weight";
  private static final String HEAD = "lm_head.weight";
  private static final String QUERY = "model.layers.0.self_attn.q_proj.weight";

  /** 96 tokens, and hidden states of 16. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rowsHaveTheirWeightsInPanelsWithAHeadOfItsOwn(boolean tied) throws Exception {
    try (NDManager manager = TorchRuntime.manager()) {
      Transformer model = model(tied, manager);
      Map<String, NDArray> weights = model.weights();
      DecodingWeights decoding = model.forDecoding(manager);

      assertThat(decoding.sequences()).isEqualTo(weights);
      assertThat(decoding.rows()).containsKeys(weights.keySet().toArray(String[]::new));
      assertThat(decoding.rows().get(EMBEDDING)).isSameAs(weights.get(EMBEDDING));
      NDArray head = weights.get(tied ? EMBEDDING : HEAD);
      assertThat(decoding.rows().get(HEAD)).isEqualTo(panels(head, 2, 48));
      assertThat(decoding.rows().get(QUERY)).isEqualTo(panels(weights.get(QUERY), 1, 16));
    }
  }

  @Test
  void whatComputesInBf16HasCopiesInItAndNoPanels() throws Exception {
    try (NDManager manager = TorchRuntime.manager()) {
      DecodingWeights decoding = model(true, manager).in(Precision.BF16).forDecoding(manager);

      assertThat(decoding.rows()).isEqualTo(decoding.sequences()).doesNotContainKey(HEAD);
      assertThat(decoding.rows().get(QUERY).getShape()).isEqualTo(new Shape(16, 16));
    }
  }

  private static Transformer model(boolean tied, NDManager manager) throws Exception {
    return Transformer.initialise(
        ModelConfig.parse(TinyLlama.json().put("vocab_size", 96).put("tie_word_embeddings", tied)),
        7,
        manager);
  }

  private static NDArray panels(NDArray weight, int count, int width) {
    return weight.reshape(count, width, 16).transpose(0, 2, 1);
  }
}
