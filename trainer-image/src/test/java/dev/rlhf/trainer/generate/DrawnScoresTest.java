package dev.rlhf.trainer.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.FormulaBench;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DrawnScoresTest {

  private static final double RATE = Math.log(3);

  private final FormulaBench bench = new FormulaBench();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void areThoseOfTheDistributionAtTheTemperature() {
    NDList scores = scores(2, true);

    // Logits log 9 and 0, halved, are log 3 and 0: three in four, and one in four.
    assertThat(scores.get(0).toFloatArray()[0]).isCloseTo((float) Math.log(0.75), within(1e-6f));
    assertThat(scores.get(0).toFloatArray()[1]).isCloseTo((float) Math.log(0.25), within(1e-6f));
    double entropy = -0.75 * Math.log(0.75) - 0.25 * Math.log(0.25);
    assertThat(scores.get(1).toFloatArray())
        .containsExactly(new float[] {(float) entropy, (float) entropy}, within(1e-6f));
  }

  @Test
  void areNoneWhereTheyAreNotAskedFor() {
    NDList scores = scores(2, false);

    assertThat(scores.get(0).toFloatArray()).isEmpty();
    assertThat(scores.get(1).toFloatArray()).isEmpty();
  }

  /** Of two rows of the same logits, the first of which drew the likelier token. */
  private NDList scores(double temperature, boolean asked) {
    NDArray logits = bench.vector(2 * RATE, 0, 2 * RATE, 0).reshape(new Shape(2, 2));
    NDArray tokens = logits.getManager().create(new long[] {0, 1});
    return bench.call(new DrawnScores(), "drawn_scores", logits, tokens, temperature, asked);
  }
}
