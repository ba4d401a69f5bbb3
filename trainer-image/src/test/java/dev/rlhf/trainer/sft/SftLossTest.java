package dev.rlhf.trainer.sft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.plan.LoraSettings;
import dev.rlhf.trainer.model.AdapterBase;
import dev.rlhf.trainer.model.Scoring;
import dev.rlhf.trainer.model.TinyLlama;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.tensor.CounterRandom;
import dev.rlhf.trainer.tensor.TorchModule;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SftLossTest {

  private static final long[] FIRST_ROW = {3, 17, 5, 9};
  private static final long[] SECOND_ROW = {8, 21, 30};

  private final NDManager manager = TorchRuntime.manager();

  @AfterEach
  void close() {
    manager.close();
  }

  /** Two rows of which the last two tokens, and the last one, are the response. */
  private record Batch(Shape shape, long[] ids, long[] positions, long[] targets) {

    static Batch both(int width) {
      long[] ids = new long[2 * width];
      System.arraycopy(FIRST_ROW, 0, ids, 0, FIRST_ROW.length);
      System.arraycopy(SECOND_ROW, 0, ids, width, SECOND_ROW.length);
      long[] positions = {1, 2, width + 1};
      return new Batch(new Shape(2, width), ids, positions, new long[] {5, 9, 30});
    }

    static Batch first() {
      return new Batch(new Shape(1, 4), FIRST_ROW, new long[] {1, 2}, new long[] {5, 9});
    }

    static Batch second() {
      return new Batch(new Shape(1, 3), SECOND_ROW, new long[] {1}, new long[] {30});
    }
  }

  @Test
  void sumsTheNegativeLogProbabilitiesOfTheResponse() throws IOException {
    Transformer model = TinyLlama.model(false, manager);
    Batch batch = Batch.both(4);
    NDArray logProbs =
        model
            .compile(new Scoring())
            .call("score", manager, model.weights(), ids(batch), positions(batch), targets(batch))
            .singletonOrThrow();

    float[] p = logProbs.toFloatArray();
    assertThat(loss(model, batch)).isCloseTo(-(p[0] + p[1] + p[2]) / 3, within(1e-5));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theGradientIsTheSlopeOfTheLoss(boolean tied) throws IOException {
    Transformer model = TinyLlama.model(tied, manager);
    Batch batch = Batch.both(4);
    Map<String, NDArray> gradients = gradients(model, batch);
    // A token of the input, whose embedding matters also where the head is another matrix.
    int element = 17 * 16 + 3;
    gradients.forEach(
        (name, gradient) -> {
          int index = (int) Math.min(element, gradient.getShape().size() - 1);
          double slope = slope(model, batch, model.learnt().get(name), index);
          assertThat((double) gradient.toFloatArray()[index])
              .as(name)
              .isCloseTo(slope, within(1e-3 + 1e-2 * Math.abs(slope)));
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theGradientOfAnAdapterIsTheSlopeOfTheLoss(boolean tied) throws IOException {
    Transformer model =
        TinyLlama.model(tied, manager)
            .adapted(
                new LoraSettings(2, 3, List.of("all-linear")),
                new AdapterBase(Path.of("base"), "digest"),
                CounterRandom.of(3));
    // A map B of zeros would keep the gradient from A.
    model.learnt().forEach(this::fill);
    Batch batch = Batch.both(4);

    Map<String, NDArray> gradients = gradients(model, batch);

    assertThat(gradients).hasSize(2 * 2 * 7);
    assertThat(model.parameters().values()).noneMatch(NDArray::hasGradient);
    gradients.forEach(
        (name, gradient) -> {
          int index = (int) Math.min(5, gradient.getShape().size() - 1);
          double slope = slope(model, batch, model.learnt().get(name), index);
          assertThat((double) gradient.toFloatArray()[index])
              .as(name)
              .isCloseTo(slope, within(1e-3 + 1e-2 * Math.abs(slope)));
        });
  }

  private void fill(String name, NDArray tensor) {
    CounterRandom random = CounterRandom.of(4).at(name);
    float[] values = new float[(int) tensor.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (0.3 * random.gaussian(i));
    }
    manager.create(values, tensor.getShape()).copyTo(tensor);
  }

  @Test
  void microBatchesAddUpToTheBatch() throws IOException {
    Transformer model = TinyLlama.model(true, manager);
    Map<String, NDArray> whole = gradients(model, Batch.both(4));
    Map<String, NDArray> split = gradients(model, Batch.first(), Batch.second());

    whole.forEach((name, gradient) -> assertClose(name, split.get(name), gradient));
  }

  @Test
  void paddingChangesNoFigure() throws IOException {
    Transformer model = TinyLlama.model(false, manager);
    Map<String, NDArray> tight = gradients(model, Batch.both(4));
    Map<String, NDArray> padded = gradients(model, Batch.both(9));

    assertThat(loss(model, Batch.both(9))).isCloseTo(loss(model, Batch.both(4)), within(1e-6));
    tight.forEach((name, gradient) -> assertClose(name, padded.get(name), gradient));
  }

  private static void assertClose(String name, NDArray actual, NDArray expected) {
    assertThat(actual.sub(expected).abs().max().getFloat())
        .as(name)
        .isLessThanOrEqualTo(1e-6f + 1e-5f * expected.abs().max().getFloat());
    assertThat(expected.abs().max().getFloat()).as(name).isPositive();
  }

  private double loss(Transformer model, Batch batch) {
    return model
        .compile(new SftLoss())
        .call(
            "sft_loss",
            manager,
            model.weights(),
            ids(batch),
            positions(batch),
            targets(batch),
            1 / 3.0)
        .singletonOrThrow()
        .getFloat();
  }

  private Map<String, NDArray> gradients(Transformer model, Batch... batches) {
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    model
        .learnt()
        .forEach((name, p) -> gradients.put(name, manager.zeros(p.getShape(), DataType.FLOAT32)));
    TorchModule module = model.compile(new SftLoss());
    for (Batch batch : batches) {
      module.callWithGradients(
          "sft_gradients",
          manager,
          model.weights(),
          gradients,
          ids(batch),
          positions(batch),
          targets(batch),
          1 / 3.0);
    }
    return gradients;
  }

  private double slope(Transformer model, Batch batch, NDArray parameter, int index) {
    float step = 4e-3f;
    NDArray original = parameter.duplicate();
    double[] losses = new double[2];
    for (int side = 0; side < 2; side++) {
      float[] shifted = original.toFloatArray();
      shifted[index] += side == 0 ? -step : step;
      manager.create(shifted, parameter.getShape()).copyTo(parameter);
      losses[side] = loss(model, batch);
    }
    original.copyTo(parameter);
    return (losses[1] - losses[0]) / (2 * step);
  }

  private NDArray ids(Batch batch) {
    return manager.create(batch.ids(), batch.shape());
  }

  private NDArray positions(Batch batch) {
    return manager.create(batch.positions());
  }

  private NDArray targets(Batch batch) {
    return manager.create(batch.targets());
  }
}
