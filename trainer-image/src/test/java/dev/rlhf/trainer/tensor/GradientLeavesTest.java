package dev.rlhf.trainer.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GradientLeavesTest {

  private final NDManager manager = TorchRuntime.manager();
  private final NDArray learnt = manager.create(new float[] {1, 2});
  private final NDArray fixed = manager.create(new float[] {3, 4});

  @AfterEach
  void close() {
    manager.close();
  }

  /** Of learnt * fixed, by learnt; fixed is zero afterwards. */
  private record Slope() implements Formula {
    @Override
    public List<Formula> uses() {
      return List.of(new GradientLeaves());
    }

    @Override
    public String source() {
      return """
      def slope(self, w: Dict[str, Tensor], g: Dict[str, Tensor]) -> List[Tensor]:
        own = self.leaves(w, g)
        d = torch.autograd.grad([(own["learnt"] * own["fixed"]).sum()], [own["learnt"]])
        needs = torch.tensor([own["learnt"].requires_grad, own["fixed"].requires_grad])
        own["fixed"].zero_()
        return [unchecked_cast(Tensor, d[0]), needs]
      """;
    }
  }

  private NDList slope() {
    return TorchProgram.of(new Slope())
        .load(manager)
        .callWithGradients(
            "slope",
            manager,
            Map.of("learnt", learnt, "fixed", fixed),
            Map.of("learnt", manager.create(0f)));
  }

  @Test
  void gradientsReachWeightsWithABufferAndNoOthers() {
    NDList slope = slope();
    assertThat(slope.get(0).toFloatArray()).containsExactly(3, 4);
    assertThat(slope.get(1).toBooleanArray()).containsExactly(true, false);
  }

  /** Nothing that autograd keeps with a leaf stays where another lane finds it. */
  @Test
  void theWeightsThemselvesNeedNoGradient() {
    slope();
    assertThat(learnt.hasGradient()).isFalse();
  }

  @Test
  void leavesLieOnTheWeightsMemory() {
    slope();
    assertThat(fixed.toFloatArray()).containsExactly(0, 0);
  }
}
