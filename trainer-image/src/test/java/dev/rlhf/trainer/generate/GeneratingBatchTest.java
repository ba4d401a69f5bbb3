package dev.rlhf.trainer.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import dev.rlhf.trainer.model.TinyLlama;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.tensor.TorchModule;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GeneratingBatchTest {

  private static final int STEPS = 3;
  private static final List<long[]> PROMPTS =
      List.of(
          new long[] {8, 21, 30, 4, 4, 9, 12},
          new long[] {5, 6, 7, 30, 2},
          new long[] {9, 9, 4, 17, 3},
          new long[] {1, 2},
          new long[] {3});

  private final NDManager manager = TorchRuntime.manager();
  private Transformer model;
  private TorchModule module;

  /** What was drawn, and in how many calls. */
  private record Continued(List<Drawn> drawn, int calls) {}

  @BeforeEach
  void load() throws IOException {
    model = TinyLlama.model(true, manager);
    module = model.compile(new Generation());
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void promptsThatAreReadInPiecesAreContinuedAsIfReadAtOnce() {
    SamplingSettings settings = new SamplingSettings(20, 1, 0.95, 1.3, 5);
    Set<Long> end = Set.of(at(settings, 3, 4));

    Continued once = proceed(1000, settings, false, end);
    Continued pieces = proceed(10, settings, false, end);
    Continued singly = proceed(1, settings, false, end);

    for (int row = 0; row < PROMPTS.size(); row++) {
      assertThat(pieces.drawn().get(row).ids()).containsExactly(once.drawn().get(row).ids());
      assertThat(singly.drawn().get(row).ids()).containsExactly(once.drawn().get(row).ids());
    }
    assertThat(pieces.calls()).isEqualTo(once.calls() + 2);
    assertThat(singly.calls()).isEqualTo(once.calls() + 4);
  }

  @Test
  void whatIsSaidOfTheirTokensIsTheSame() {
    SamplingSettings settings = new SamplingSettings(9, 1, 1, 1, 5);

    List<Drawn> once = proceed(1000, settings, true, Set.of()).drawn();
    List<Drawn> pieces = proceed(10, settings, true, Set.of()).drawn();

    for (int row = 0; row < PROMPTS.size(); row++) {
      assertThat(pieces.get(row).logProbs())
          .containsExactly(once.get(row).logProbs(), within(1e-5f));
      assertThat(pieces.get(row).entropies())
          .containsExactly(once.get(row).entropies(), within(1e-5f));
    }
  }

  /** The second prompt's, so that rows of later pieces come after one that has ended. */
  @Test
  void aRowThatEndsWithItsFirstTokenIsNotContinued() {
    SamplingSettings settings = new SamplingSettings(6, 1, 1, 1, 5);
    Set<Long> end = Set.of(at(settings, 1, 0));

    List<Drawn> drawn = proceed(1, settings, false, end).drawn();

    assertThat(drawn.get(1).ids()).hasSize(1);
    for (int row = 0; row < PROMPTS.size(); row++) {
      long[] open = proceed(1000, settings, false, Set.of()).drawn().get(row).ids();
      assertThat(open).startsWith(drawn.get(row).ids());
    }
  }

  @Test
  void whereOneTokenIsWantedNothingFollowsThePieces() {
    Continued one = proceed(1, new SamplingSettings(1, 1, 1, 1, 5), false, Set.of());

    assertThat(one.calls()).isEqualTo(PROMPTS.size());
    assertThat(one.drawn()).extracting(drawn -> drawn.ids().length).containsOnly(1);
  }

  private long at(SamplingSettings settings, int row, int place) {
    return new Generator(model, Set.of()).generate(PROMPTS, settings).get(row)[place];
  }

  private Continued proceed(
      int tokens, SamplingSettings settings, boolean scored, Set<Long> endOfSequence) {
    PaddedBatch batch = PaddedBatch.cut(PROMPTS, 1000).get(0);
    List<Drawn> drawn = new ArrayList<>(Collections.nCopies(PROMPTS.size(), null));
    int calls = 0;
    try (GeneratingBatch generating =
        new GeneratingBatch(
            manager, model.forDecoding(manager), module, settings, scored, batch, tokens)) {
      while (generating.isUnfinished()) {
        generating.proceed(STEPS, endOfSequence);
        calls++;
      }
      generating.collect(drawn);
    }
    return new Continued(drawn, calls);
  }
}
