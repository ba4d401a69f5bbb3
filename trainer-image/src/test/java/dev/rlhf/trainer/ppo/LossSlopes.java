package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.Formula;
import dev.rlhf.trainer.tensor.TorchModule;
import dev.rlhf.trainer.tensor.TorchProgram;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.util.List;

/** The gradient of a formula's sum, against differences of that sum, in float64. */
final class LossSlopes implements AutoCloseable {

  private static final double STEP = 1e-6;

  private final NDManager manager = TorchRuntime.manager();
  private final TorchModule module;

  /** A formula's sum as a function of its first argument. */
  private record Slope(Formula formula, String parameters, String sum) implements Formula {
    @Override
    public List<Formula> uses() {
      return List.of(formula);
    }

    @Override
    public String source() {
      return """
      def slope(self, %s) -> List[Tensor]:
        x = given.detach().requires_grad_(True)
        loss = %s
        d = torch.autograd.grad([loss], [x])
        return [loss.detach(), unchecked_cast(Tensor, d[0])]
      """
          .formatted("given: Tensor" + parameters, sum);
    }
  }

  /**
   * A formula's sum.
   *
   * @param parameters further ones in TorchScript, each after a comma
   * @param sum of x and them
   */
  LossSlopes(Formula formula, String parameters, String sum) {
    module = TorchProgram.of(new Slope(formula, parameters, sum)).load(manager);
  }

  NDArray tensor(Shape shape, double... values) {
    return manager.create(values, shape);
  }

  void assertEqual(Shape shape, double[] x, Object... others) {
    double[] gradient = call(shape, x, others).get(1).toDoubleArray();
    for (int i = 0; i < x.length; i++) {
      double[] up = x.clone();
      double[] down = x.clone();
      up[i] += STEP;
      down[i] -= STEP;
      double difference = loss(shape, up, others) - loss(shape, down, others);
      assertThat(gradient[i]).as("%d", i).isCloseTo(difference / (2 * STEP), within(1e-8));
    }
  }

  double loss(Shape shape, double[] x, Object... others) {
    return call(shape, x, others).get(0).getDouble();
  }

  private NDList call(Shape shape, double[] x, Object... others) {
    Object[] arguments = new Object[others.length + 1];
    arguments[0] = tensor(shape, x);
    System.arraycopy(others, 0, arguments, 1, others.length);
    return module.callWithGradients("slope", manager, arguments);
  }

  @Override
  public void close() {
    manager.close();
  }
}
