package dev.rlhf.trainer.sft;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.rlhf.manifest.Precision;
import dev.rlhf.plan.OptimizerSettings;
import dev.rlhf.trainer.model.Activations;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.tensor.CounterRandom;
import dev.rlhf.trainer.tensor.Formula;
import dev.rlhf.trainer.tensor.TorchModule;
import dev.rlhf.trainer.tensor.TorchProgram;
import dev.rlhf.trainer.tensor.TorchRuntime;
import dev.rlhf.trainer.tokens.EncodedDialogue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A learning rate of PPO's size moves fp32 weights under bf16 products as it does under fp32
 * products, and bf16 weights not at all.
 */
class MasterWeightsTest {
  private static final int STEPS = 200;
  private static final double RATE = 5e-7;
  private static final int VOCABULARY = 40;
  private static final CounterRandom RANDOM = CounterRandom.of(3).at("dialogues");

  /** Weights stored as bf16: each step's result is rounded to it. */
  private record Rounding() implements Formula {
    @Override
    public String source() {
      return """
      def round_weights(self, w: Dict[str, Tensor]) -> None:
        for name in w.keys():
          w[name].copy_(w[name].to(15).to(6))
      """;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"grouped-tied", "gpt2", "gpt-neox"})
  void bf16StepsMoveTheWeightsAsFp32StepsDo(String family) throws IOException {
    double[] full = displacement(family, Precision.FP32, weights -> {});
    double[] half = displacement(family, Precision.BF16, weights -> {});

    assertThat(distance(half, full)).isPositive().isLessThan(0.1);
  }

  @ParameterizedTest
  @ValueSource(strings = "grouped-tied")
  void weightsThatAreBf16ThemselvesDoNot(String family) throws IOException {
    double[] full = displacement(family, Precision.FP32, weights -> {});
    try (NDManager manager = TorchRuntime.manager();
        TorchModule rounding = TorchProgram.of(new Rounding()).load(manager)) {
      double[] rounded =
          displacement(
              family, Precision.BF16, weights -> rounding.call("round_weights", manager, weights));
      assertThat(distance(rounded, full)).isGreaterThan(0.5);
    }
  }

  /** Final minus first weights, all in one; {@code after} sees them before the first step, too. */
  private static double[] displacement(
      String family, Precision precision, Consumer<Map<String, NDArray>> after) throws IOException {
    OptimizerSettings settings = OptimizerSettings.of(null);
    try (NDManager manager = TorchRuntime.manager()) {
      Transformer model =
          HuggingFaceFolder.open(Path.of("src/test/resources/parity", family))
              .load(manager)
              .in(precision);
      after.accept(model.parameters());
      double[] first = numbers(model);
      try (SftTrainer trainer = new SftTrainer(model, settings, 4, Activations.KEPT, manager)) {
        for (int step = 0; step < STEPS; step++) {
          trainer.step(batch(step), RATE, () -> false).orElseThrow();
          after.accept(model.parameters());
        }
        double[] last = numbers(model);
        return IntStream.range(0, last.length).mapToDouble(i -> last[i] - first[i]).toArray();
      }
    }
  }

  /** Eight dialogues of a step, no two alike. */
  private static List<EncodedDialogue> batch(int step) {
    List<EncodedDialogue> rows = new ArrayList<>();
    for (int row = 0; row < 8; row++) {
      CounterRandom random = RANDOM.at(step).at(row);
      int[] ids =
          IntStream.range(0, 12 + row).map(t -> (int) (random.uniform(t) * VOCABULARY)).toArray();
      rows.add(new EncodedDialogue(ids, IntStream.range(4, ids.length).toArray(), false));
    }
    return rows;
  }

  private static double[] numbers(Transformer model) {
    return model.parameters().values().stream()
        .flatMapToDouble(
            weight -> {
              float[] numbers = weight.toFloatArray();
              return IntStream.range(0, numbers.length).mapToDouble(i -> numbers[i]);
            })
        .toArray();
  }

  /** |a - b| / |b|. */
  private static double distance(double[] a, double[] b) {
    double difference = 0;
    double size = 0;
    for (int i = 0; i < b.length; i++) {
      difference += (a[i] - b[i]) * (a[i] - b[i]);
      size += b[i] * b[i];
    }
    return Math.sqrt(difference / size);
  }
}
