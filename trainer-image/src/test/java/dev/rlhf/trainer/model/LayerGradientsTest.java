package dev.rlhf.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.plan.LoraSettings;
import dev.rlhf.trainer.tensor.CounterRandom;
import dev.rlhf.trainer.tensor.Formula;
import dev.rlhf.trainer.tensor.GradientBuffers;
import dev.rlhf.trainer.tensor.GradientLeaves;
import dev.rlhf.trainer.tensor.TorchModule;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LayerGradientsTest {

  private final NDManager manager = TorchRuntime.manager();

  @AfterEach
  void close() {
    manager.close();
  }

  /** The same gradients from one graph of the whole decoder. */
  private record OneGraph() implements Formula {
    @Override
    public List<Formula> uses() {
      return List.of(new Decoder(), new GradientLeaves(), new GradientBuffers());
    }

    @Override
    public String source() {
      return """
      def at_once(self, w: Dict[str, Tensor], g: Dict[str, Tensor], ids: Tensor, places: Tensor, upstream: Tensor) -> None:
        w = self.leaves(w, g)
        self.fill_buffers(w, g, g.keys(), annotate(List[Tensor], []), [self.states_at(w, ids, places)], [upstream])
      """;
    }
  }

  private record ByLayers() implements Formula {
    @Override
    public List<Formula> uses() {
      return List.of(new KeptLayers());
    }

    @Override
    public String source() {
      return """
      def by_layers(self, w: Dict[str, Tensor], g: Dict[str, Tensor], ids: Tensor, places: Tensor, upstream: Tensor) -> None:
        w = self.leaves(w, g)
        trace = self.trace_states(w, ids, places)
        self.add_gradients(w, g, trace, [trace[-1]], [upstream])
      """;
    }
  }

  @ParameterizedTest
  @EnumSource(Activations.class)
  void areTheBitsThatOneGraphGives(Activations activations) throws IOException {
    assertSameBits(TinyLlama.model(true, manager), activations);
  }

  /** Below the lowest layer that learns there is nothing to take gradients of. */
  @ParameterizedTest
  @CsvSource({
    "KEPT, q_proj",
    "KEPT, model.layers.0.mlp.up_proj",
    "KEPT, model.layers.1.mlp.up_proj",
    "RECOMPUTED, q_proj",
    "RECOMPUTED, model.layers.0.mlp.up_proj",
    "RECOMPUTED, model.layers.1.mlp.up_proj"
  })
  void ofAnAdapterWhereverItIs(Activations activations, String target) throws IOException {
    Transformer model =
        TinyLlama.model(true, manager)
            .adapted(
                new LoraSettings(2, 4, List.of(target)),
                new AdapterBase(Path.of("base"), "digest"),
                CounterRandom.of(3));
    assertSameBits(model, activations);
  }

  private void assertSameBits(Transformer model, Activations activations) {
    Map<String, NDArray> atOnce = gradients(model, model.compile(new OneGraph()), "at_once");
    Map<String, NDArray> byLayers =
        gradients(model, model.compile(activations, new ByLayers()), "by_layers");

    assertThat(atOnce.values())
        .anyMatch(gradient -> gradient.size() > 0 && gradient.abs().max().getFloat() > 0);
    atOnce.forEach(
        (name, gradient) ->
            assertThat(byLayers.get(name).toFloatArray())
                .as(name)
                .containsExactly(gradient.toFloatArray()));
  }

  /** Of two micro-batches, the second of which finds its buffers full. */
  private Map<String, NDArray> gradients(Transformer model, TorchModule module, String method) {
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    model
        .learnt()
        .forEach((name, p) -> gradients.put(name, manager.create(new Shape(0), DataType.FLOAT32)));
    for (long[] ids : List.of(new long[] {3, 17, 5, 9, 8, 21}, new long[] {4, 4, 1, 30, 2, 7})) {
      module.callWithGradients(
          method,
          manager,
          model.weights(),
          gradients,
          manager.create(ids, new Shape(2, 3)),
          manager.create(new long[] {1, 2, 4}),
          manager.arange(3f * 16).sin().reshape(3, 16));
    }
    return gradients;
  }
}
