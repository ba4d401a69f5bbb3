package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.rlhf.trainer.model.Transformer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** Gradient buffers, and what must hold for gradients. */
final class Gradients {

  private static final float STEP = 4e-3f;

  /** In the embedding, a weight of a token that prompts hold. */
  private static final int ELEMENT = 17 * 16 + 3;

  private Gradients() {}

  static Map<String, NDArray> zeros(Transformer model) {
    Map<String, NDArray> zeros = new LinkedHashMap<>();
    model
        .learnt()
        .forEach(
            (name, parameter) ->
                zeros.put(name, model.manager().zeros(parameter.getShape(), DataType.FLOAT32)));
    return zeros;
  }

  static float[] flat(List<Integer> rows, List<float[]> numbers) {
    float[] flat = new float[rows.stream().mapToInt(row -> numbers.get(row).length).sum()];
    int at = 0;
    for (int row : rows) {
      System.arraycopy(numbers.get(row), 0, flat, at, numbers.get(row).length);
      at += numbers.get(row).length;
    }
    return flat;
  }

  static void assertEqual(Map<String, NDArray> actual, Map<String, NDArray> expected) {
    expected.forEach(
        (name, gradient) -> {
          float size = gradient.abs().max().getFloat();
          assertThat(size).as(name).isPositive();
          assertThat(actual.get(name).sub(gradient).abs().max().getFloat())
              .as(name)
              .isLessThanOrEqualTo(1e-6f + 1e-5f * size);
        });
  }

  /** Compares one element of each gradient with the difference of two losses. */
  static void assertSlopes(Transformer model, Map<String, NDArray> gradients, DoubleSupplier loss) {
    gradients.forEach(
        (name, gradient) -> {
          int index = (int) Math.min(ELEMENT, gradient.getShape().size() - 1);
          double slope = slope(model.learnt().get(name), index, loss);
          assertThat((double) gradient.toFloatArray()[index])
              .as(name)
              .isCloseTo(slope, within(1e-3 + 2e-2 * Math.abs(slope)));
        });
  }

  private static double slope(NDArray parameter, int index, DoubleSupplier loss) {
    NDArray original = parameter.duplicate();
    double[] losses = new double[2];
    for (int side = 0; side < 2; side++) {
      float[] shifted = original.toFloatArray();
      shifted[index] += side == 0 ? -STEP : STEP;
      parameter.getManager().create(shifted, parameter.getShape()).copyTo(parameter);
      losses[side] = loss.getAsDouble();
    }
    original.copyTo(parameter);
    return (losses[1] - losses[0]) / (2 * STEP);
  }
}
