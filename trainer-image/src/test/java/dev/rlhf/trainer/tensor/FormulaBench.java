package dev.rlhf.trainer.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Calls single formulas on small tensors; norms have an epsilon and adapters a scale of 0.5, heads
 * 4 dimensions, models one layer.
 */
public final class FormulaBench implements AutoCloseable {

  private final NDManager manager = TorchRuntime.manager();

  public NDList call(Formula formula, String method, Object... arguments) {
    return TorchProgram.of(formula)
        .with("rms_norm_eps", 0.5)
        .with("layer_norm_eps", 0.5)
        .with("head_dim", 4L)
        .with("lora_scale", 0.5)
        .with("num_hidden_layers", 1L)
        .load(manager)
        .call(method, manager, arguments);
  }

  public NDArray tensor(Shape shape, float... values) {
    return manager.create(values, shape);
  }

  public NDArray vector(double... values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return manager.create(floats);
  }

  /** Reproducible numbers of about unit size. */
  public NDArray noise(String name, long... shape) {
    CounterRandom random = CounterRandom.of(1).at(name);
    float[] values = new float[(int) new Shape(shape).size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.gaussian(i);
    }
    return manager.create(values, new Shape(shape));
  }

  public NDArray ids(Shape shape, long... values) {
    return manager.create(values, shape);
  }

  public NDManager manager() {
    return manager;
  }

  @Override
  public void close() {
    manager.close();
  }
}
