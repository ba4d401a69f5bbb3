package dev.rlhf.trainer.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import dev.rlhf.trainer.model.TinyLlama;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScorerTest {

  private static final long[] SHORT = {3, 4};
  private static final long[] LONG = {8, 21, 30, 4, 4, 9, 12};

  @Test
  void aSequenceScoresTheSameAloneAndPaddedBesideALongerOne() throws IOException {
    try (NDManager manager = TorchRuntime.manager()) {
      Transformer model = TinyLlama.model(false, manager);
      Scorer scorer = new Scorer(model);
      float[] alone = scorer.score(List.of(SHORT)).get(0);
      List<float[]> together = scorer.score(List.of(SHORT, new long[] {5}, LONG));

      assertThat(together.get(0)).containsExactly(alone, within(1e-6f));
      assertThat(together.get(1)).isEmpty();
      assertThat(together.get(2)).hasSize(6);
    }
  }

  @Test
  void aScoreDependsOnWhatCameBeforeOnly() throws IOException {
    try (NDManager manager = TorchRuntime.manager()) {
      Scorer scorer = new Scorer(TinyLlama.model(false, manager));
      float[] whole = scorer.score(List.of(LONG)).get(0);
      long[] changed = LONG.clone();
      changed[4] = 33;
      float[] other = scorer.score(List.of(changed)).get(0);

      assertThat(List.of(other[0], other[1], other[2]))
          .containsExactly(whole[0], whole[1], whole[2]);
      assertThat(other[3]).isNotEqualTo(whole[3]);
      assertThat(other[5]).isNotEqualTo(whole[5]);
    }
  }
}
