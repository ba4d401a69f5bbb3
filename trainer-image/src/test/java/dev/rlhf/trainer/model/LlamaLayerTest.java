package dev.rlhf.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.Formula;
import dev.rlhf.trainer.tensor.FormulaBench;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LlamaLayerTest {

  /** A layer over a whole sequence; the cache and its lengths are absent. */
  private record WholeSequence() implements Formula {
    @Override
    public List<Formula> uses() {
      return List.of(new LlamaLayer(false));
    }

    @Override
    public String source() {
      return """
      def layer(self, w: Dict[str, Tensor], x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        return self.decoder_layer(w, "l", x, cos, sin, annotate(List[Tensor], []), [x.size(1)], None, None)
      """;
    }
  }

  @Test
  void addsAttentionAndThenTheNetworkEachOfTheNormalisedInput() {
    try (FormulaBench bench = new FormulaBench()) {
      Map<String, NDArray> w = weights(bench);
      NDArray x = bench.tensor(new Shape(1, 1, 2), 3, 4);
      NDArray cos = bench.tensor(new Shape(1, 2), 1, 1);
      NDArray sin = bench.tensor(new Shape(1, 2), 0, 0);
      float[] y = bench.call(new WholeSequence(), "layer", w, x, cos, sin).get(0).toFloatArray();

      // One token attends to itself: its value is the norm's output, doubled by o_proj.
      double norm = Math.sqrt((9 + 16) / 2.0 + 0.5);
      double[] h = {3 + 2 * 3 / norm, 4 + 2 * 4 / norm};
      double between = Math.sqrt((h[0] * h[0] + h[1] * h[1]) / 2 + 0.5);
      for (int i = 0; i < 2; i++) {
        double gate = 5 * h[i] / between;
        double up = 5 * h[i] / between;
        assertThat(y[i])
            .isCloseTo((float) (h[i] + gate / (1 + Math.exp(-gate)) * up), within(1e-4f));
      }
    }
  }

  private static Map<String, NDArray> weights(FormulaBench bench) {
    Map<String, NDArray> w = new LinkedHashMap<>();
    w.put("l.input_layernorm.weight", bench.tensor(new Shape(2), 1, 1));
    w.put("l.post_attention_layernorm.weight", bench.tensor(new Shape(2), 5, 5));
    for (String name : new String[] {"q_proj", "k_proj", "v_proj"}) {
      w.put("l.self_attn." + name + ".weight", bench.manager().eye(2));
    }
    w.put("l.self_attn.o_proj.weight", bench.manager().eye(2).mul(2));
    for (String name : new String[] {"gate_proj", "up_proj", "down_proj"}) {
      w.put("l.mlp." + name + ".weight", bench.manager().eye(2));
    }
    return w;
  }
}
