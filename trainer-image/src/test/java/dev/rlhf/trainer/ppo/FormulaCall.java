package dev.rlhf.trainer.ppo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.rlhf.trainer.tensor.Formula;
import dev.rlhf.trainer.tensor.TorchModule;
import dev.rlhf.trainer.tensor.TorchProgram;
import dev.rlhf.trainer.tensor.TorchRuntime;

/** One formula on its own, called with plain numbers. */
final class FormulaCall implements AutoCloseable {

  private final NDManager manager = TorchRuntime.manager();
  private final TorchModule module;

  FormulaCall(Formula formula) {
    module = TorchProgram.of(formula).load(manager);
  }

  NDArray vector(double... values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return manager.create(floats);
  }

  NDManager manager() {
    return manager;
  }

  NDList call(String method, Object... arguments) {
    return module.call(method, manager, arguments);
  }

  @Override
  public void close() {
    manager.close();
  }
}
