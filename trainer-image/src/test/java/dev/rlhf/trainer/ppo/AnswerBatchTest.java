package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.trainer.tensor.FormulaBench;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnswerBatchTest {

  private final FormulaBench bench = new FormulaBench();
  private final AnswerBatch batch =
      AnswerBatch.of(
          List.of(
              new Rollout(new long[] {7, 8}, new long[] {0, 2}, true),
              new Rollout(new long[] {9}, new long[] {5}, false)));

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void padsOnTheRight() {
    assertThat(batch.ids(bench.manager()).toLongArray()).containsExactly(7, 8, 0, 2, 9, 5, 0, 0);
    assertThat(batch.lengths(bench.manager()).toLongArray()).containsExactly(4, 2);
  }

  @Test
  void anActionIsPredictedJustBeforeIt() {
    assertThat(batch.actions(bench.manager()).toLongArray()).containsExactly(0, 2, 5);
    assertThat(batch.positions(bench.manager()).toLongArray()).containsExactly(1, 2, 4);
  }

  @Test
  void splitsNumbersByAnswer() {
    assertThat(batch.split(new float[] {1, 2, 3}))
        .containsExactly(new float[] {1, 2}, new float[] {3});
  }
}
