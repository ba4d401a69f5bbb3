package dev.rlhf.trainer.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.tensor.GradientBuffer;
import dev.rlhf.trainer.tensor.TorchProgram;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptimizerTest {

  private static final AdamWSettings SETTINGS = new AdamWSettings(0.9, 0.95, 1e-8, 0.1, 1e9);
  private static final double[] RATES = {0.1, 0.2, 0.05, 0.01, 0.3};

  private final NDManager manager = TorchRuntime.manager();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void followsTheAlgorithmForFiveStepsAndDecaysMatricesOnly() {
    Map<String, NDArray> parameters = parameters();
    try (Optimizer optimizer = new Optimizer(parameters, SETTINGS, manager)) {
      Reference matrix = new Reference(2, 0.1);
      Reference bias = new Reference(-1, 0);
      for (int t = 1; t <= RATES.length; t++) {
        double gradient = Math.sin(t) * 3;
        add(optimizer, "matrix", gradient);
        add(optimizer, "bias", gradient);
        optimizer.step(RATES[t - 1]);
        matrix.step(gradient, RATES[t - 1]);
        bias.step(gradient, RATES[t - 1]);

        assertThat(parameters.get("matrix").getFloat(0, 0))
            .isCloseTo((float) matrix.p, within(2e-6f));
        assertThat(parameters.get("bias").getFloat(0)).isCloseTo((float) bias.p, within(2e-6f));
      }
    }
  }

  @Test
  void clipsByTheNormOfAllGradientsTogetherAndClearsThem() {
    Map<String, NDArray> parameters = parameters();
    AdamWSettings clipped = new AdamWSettings(0, 0, 1, 0, 0.5);
    try (Optimizer optimizer = new Optimizer(parameters, clipped, manager)) {
      add(optimizer, "matrix", -3);
      add(optimizer, "bias", 4);

      assertThat(optimizer.step(1)).isEqualTo(5);
      // Clipped to -0.3 and 0.4; with beta 0 and epsilon 1 the step is g / (|g| + 1).
      assertThat(parameters.get("matrix").getFloat(0, 0)).isCloseTo(2 + 0.3f / 1.3f, within(1e-6f));
      assertThat(parameters.get("bias").getFloat(0)).isCloseTo(-1 - 0.4f / 1.4f, within(1e-6f));
      assertThat(optimizer.gradients(0).values()).allMatch(buffer -> buffer.size() == 0);
    }
  }

  @Test
  void gradientsAddUpAndLeaveTheirSourcesAlone() {
    Map<String, NDArray> parameters = parameters();
    AdamWSettings loose = new AdamWSettings(0, 0, 1, 0, 100);
    try (Optimizer optimizer = new Optimizer(parameters, loose, manager)) {
      NDArray shared = manager.full(new Shape(1), 1f);
      add(optimizer, 0, "bias", shared);
      add(optimizer, "bias", 3);
      optimizer.step(1);
      assertThat(parameters.get("bias").getFloat(0)).isCloseTo(-1 - 4 / 5f, within(1e-6f));
      assertThat(shared.getFloat(0)).isEqualTo(1);
    }
  }

  @Test
  void forgottenGradientsAreNotApplied() {
    Map<String, NDArray> parameters = parameters();
    try (Optimizer optimizer = new Optimizer(parameters, SETTINGS, manager)) {
      add(optimizer, "bias", 3);
      optimizer.forget();
      assertThat(optimizer.step(1)).isZero();
      assertThat(parameters.get("bias").getFloat(0)).isEqualTo(-1);
    }
  }

  @Test
  void leavesSmallGradientsAsTheyAre() {
    Map<String, NDArray> parameters = parameters();
    AdamWSettings loose = new AdamWSettings(0, 0, 1, 0, 100);
    try (Optimizer optimizer = new Optimizer(parameters, loose, manager)) {
      add(optimizer, "bias", 4);
      optimizer.step(1);
      assertThat(parameters.get("bias").getFloat(0)).isCloseTo(-1 - 4 / 5f, within(1e-6f));
    }
  }

  @Test
  void gradientsOfAllLanesAreOneSum() {
    Map<String, NDArray> dealt = parameters();
    Map<String, NDArray> whole = parameters();
    try (Optimizer lanes = new Optimizer(dealt, SETTINGS, manager);
        Optimizer one = new Optimizer(whole, SETTINGS, manager)) {
      add(lanes, 0, "matrix", 3);
      add(lanes, 1, "matrix", -1);
      add(lanes, 1, "bias", 5);
      add(one, "matrix", 2);
      add(one, "bias", 5);
      assertThat(lanes.step(0.1)).isEqualTo(one.step(0.1));
      assertThat(lanes.gradients(1).values()).allMatch(buffer -> buffer.size() == 0);
    }
    dealt.forEach(
        (name, weight) ->
            assertThat(weight.toFloatArray()).isEqualTo(whole.get(name).toFloatArray()));
  }

  @Test
  void goesOnFromASavedStateAsIfItHadNeverStopped(@TempDir Path folder) throws IOException {
    Map<String, NDArray> straight = parameters();
    Map<String, NDArray> resumed = parameters();
    try (Optimizer whole = new Optimizer(straight, SETTINGS, manager);
        Optimizer before = new Optimizer(resumed, SETTINGS, manager);
        Optimizer after = new Optimizer(resumed, SETTINGS, manager)) {
      step(whole, 1);
      step(before, 1);
      before.save(folder.resolve("optimizer.safetensors"));
      after.restore(folder.resolve("optimizer.safetensors"));
      step(whole, -2);
      step(after, -2);
    }
    assertThat(resumed.get("matrix").toFloatArray())
        .isEqualTo(straight.get("matrix").toFloatArray());
    assertThat(resumed.get("bias").toFloatArray()).isEqualTo(straight.get("bias").toFloatArray());
  }

  @Test
  void refusesTheStateOfOtherParameters(@TempDir Path folder) throws IOException {
    Map<String, NDArray> fewer = parameters();
    fewer.remove("bias");
    Path file = folder.resolve("optimizer.safetensors");
    try (Optimizer saved = new Optimizer(fewer, SETTINGS, manager);
        Optimizer other = new Optimizer(parameters(), SETTINGS, manager)) {
      saved.save(file);
      assertThatThrownBy(() -> other.restore(file))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("first_moment.bias");
    }
  }

  private void add(Optimizer optimizer, String name, double gradient) {
    add(optimizer, 0, name, gradient);
  }

  private void add(Optimizer optimizer, int lane, String name, double gradient) {
    Shape shape = parameters().get(name).getShape();
    add(optimizer, lane, name, manager.full(shape, (float) gradient));
  }

  private void add(Optimizer optimizer, int lane, String name, NDArray gradient) {
    TorchProgram.of(new GradientBuffer())
        .load(manager)
        .call("add_gradient", manager, optimizer.gradients(lane), name, gradient);
  }

  private Map<String, NDArray> parameters() {
    Map<String, NDArray> parameters = new LinkedHashMap<>();
    parameters.put("matrix", manager.full(new Shape(1, 1), 2f));
    parameters.put("bias", manager.full(new Shape(1), -1f));
    return parameters;
  }

  private void step(Optimizer optimizer, double gradient) {
    optimizer.gradients(0).keySet().forEach(name -> add(optimizer, name, gradient));
    optimizer.step(0.1);
  }

  /** AdamW on one number, in double precision. */
  private static final class Reference {
    private final double decay;
    private double p;
    private double m;
    private double v;
    private int t;

    Reference(double start, double decay) {
      p = start;
      this.decay = decay;
    }

    void step(double g, double rate) {
      t++;
      p -= rate * decay * p;
      m = 0.9 * m + 0.1 * g;
      v = 0.95 * v + 0.05 * g * g;
      double mean = m / (1 - Math.pow(0.9, t));
      p -= rate * mean / (Math.sqrt(v / (1 - Math.pow(0.95, t))) + 1e-8);
    }
  }
}
