package dev.rlhf.trainer.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.TorchModule;
import dev.rlhf.trainer.tensor.TorchProgram;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.util.List;
import org.junit.jupiter.api.Test;

class GlobalNormClipTest {
  /** A row like that of an embedding's gradient: many values, each far below their sum. */
  private static final float VALUE = 2.4e-3f;

  @Test
  void theNormOfMillionsOfGradientsKeepsItsDigits() {
    try (NDManager manager = TorchRuntime.manager();
        TorchModule module = TorchProgram.of(new GlobalNormClip()).load(manager)) {
      NDArray embedding = manager.full(new Shape(30_000, 512), VALUE);
      NDArray bias = manager.full(new Shape(3), VALUE);

      double norm =
          module
              .call("clip_global_norm", manager, List.of(embedding, bias), 1.0)
              .singletonOrThrow()
              .getFloat();

      double exact = VALUE * Math.sqrt(30_000 * 512 + 3);
      assertThat(norm).isCloseTo(exact, within(1e-5 * exact));
      assertThat((double) bias.getFloat(0)).isCloseTo(VALUE / exact, within(1e-5 * VALUE));
    }
  }
}
