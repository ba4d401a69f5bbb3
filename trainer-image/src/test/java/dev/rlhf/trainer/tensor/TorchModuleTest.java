package dev.rlhf.trainer.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TorchModuleTest {

  private final NDManager manager = TorchRuntime.manager();

  @AfterEach
  void close() {
    manager.close();
  }

  private record Square() implements Formula {
    @Override
    public String source() {
      return """
      def square(self, x: Tensor) -> Tensor:
        return x * x
      """;
    }
  }

  private record Slope() implements Formula {
    @Override
    public List<Formula> uses() {
      return List.of(new Square());
    }

    @Override
    public String source() {
      return """
      def slope(self, x: Tensor) -> List[Tensor]:
        g = torch.autograd.grad([self.square(x).sum() * self.scale], [x])
        return [unchecked_cast(Tensor, g[0])]

      def first_key(self, w: Dict[str, Tensor], n: int, x: float, b: bool) -> Tensor:
        return w[w.keys()[n]] * x if b else w["a"]
      """;
    }
  }

  private static TorchProgram program() {
    return TorchProgram.of(new Slope(), new Square()).with("scale", 2.5).with("layers", 3L);
  }

  @Test
  void putsEachFormulaOnceAndAfterThoseItUses() {
    String source = program().source();

    assertThat(source.split("def square", -1)).hasSize(2);
    assertThat(source.indexOf("def square")).isLessThan(source.indexOf("def slope"));
  }

  @Test
  void differentiatesOnlyWhereAskedTo() {
    try (TorchModule module = program().load(manager);
        NDManager scope = manager.newSubManager()) {
      NDArray x = scope.create(new float[] {1, -2, 3});
      x.setRequiresGradient(true);

      assertThat(module.callWithGradients("slope", scope, x).get(0).toFloatArray())
          .containsExactly(5, -10, 15);
      assertThatThrownBy(() -> module.call("slope", scope, x)).hasMessageContaining("grad");
    }
  }

  @Test
  void leavesTheThreadsGradModeAsItWas() {
    boolean before = JniUtils.isGradMode();
    try (TorchModule module = program().load(manager);
        NDManager scope = manager.newSubManager()) {
      NDArray x = scope.create(new float[] {1});
      x.setRequiresGradient(true);
      module.callWithGradients("slope", scope, x);
    }
    assertThat(JniUtils.isGradMode()).isEqualTo(before);
  }

  @Test
  void keepsTheOrderOfAMapAndPassesPlainValues() {
    try (TorchModule module = program().load(manager);
        NDManager scope = manager.newSubManager()) {
      Map<String, NDArray> weights = new LinkedHashMap<>();
      weights.put("z", scope.create(2f));
      weights.put("a", scope.create(3f));

      assertThat(module.call("first_key", scope, weights, 0, 1.5, true).get(0).getFloat())
          .isEqualTo(3f);
    }
  }

  @Test
  void freesAllOfAStepWithItsScope() {
    try (TorchModule module = program().load(manager)) {
      int before = managed();
      for (int step = 0; step < 10; step++) {
        try (NDManager scope = manager.newSubManager()) {
          module.call("square", scope, scope.create(new float[1000]));
        }
      }
      assertThat(managed()).isEqualTo(before);
    }
  }

  private int managed() {
    return manager.getManagedArrays().size();
  }
}
