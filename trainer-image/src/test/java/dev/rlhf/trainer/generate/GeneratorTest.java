package dev.rlhf.trainer.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.model.TinyLlama;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GeneratorTest {

  private static final long[] SHORT = {3};
  private static final long[] LONG = {8, 21, 30, 4, 4, 9, 12};

  private final NDManager manager = TorchRuntime.manager();
  private Transformer model;

  @BeforeEach
  void load() throws IOException {
    model = TinyLlama.model(true, manager);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void aRowIsTheSameAloneAndInAnyBatch() {
    SamplingSettings settings = new SamplingSettings(40, 1, 0.95, 1.1, 5);
    List<long[]> together = generate(settings, SHORT, LONG);
    List<long[]> alone = generate(settings, SHORT);
    List<long[]> others = generate(settings, SHORT, LONG, LONG, SHORT, new long[] {1, 2});

    assertThat(together.get(0)).containsExactly(alone.get(0)).containsExactly(others.get(0));
    assertThat(together.get(1)).containsExactly(others.get(1));
  }

  @Test
  void rowsAndSeedsDrawIndependently() {
    List<long[]> rows = generate(new SamplingSettings(30, 1, 1, 1, 5), LONG, LONG);
    List<long[]> otherSeed = generate(new SamplingSettings(30, 1, 1, 1, 6), LONG, LONG);

    assertThat(rows.get(0)).isNotEqualTo(rows.get(1));
    assertThat(rows.get(0)).isNotEqualTo(otherSeed.get(0));
  }

  @Test
  void samplesInProportionToTheProbabilities() {
    int draws = 1000;
    List<long[]> prompts = Collections.nCopies(draws, LONG);
    double[] counts = new double[model.config().vocabSize()];
    Generator generator = new Generator(model, Set.of());
    for (long[] token : generator.generate(prompts, new SamplingSettings(1, 1, 1, 1, 3))) {
      counts[(int) token[0]]++;
    }

    double[] probabilities = probabilities();
    for (int token = 0; token < counts.length; token++) {
      double mean = draws * probabilities[token];
      double deviation = Math.sqrt(mean * (1 - probabilities[token]));
      assertThat(counts[token]).isBetween(mean - 5 * deviation - 1, mean + 5 * deviation + 1);
    }
  }

  @Test
  void anEndOfSequenceEndsItsRowOnly() {
    SamplingSettings settings = new SamplingSettings(40, 0, 1, 1, 0);
    List<long[]> open = generate(settings, SHORT, LONG);
    long end = open.get(0)[5];
    Generator generator = new Generator(model, Set.of(end));
    List<long[]> ended = generator.generate(List.of(SHORT, LONG), settings);

    for (int row = 0; row < 2; row++) {
      assertThat(open.get(row)).startsWith(ended.get(row));
      assertThat(ended.get(row))
          .satisfiesAnyOf(
              tokens -> assertThat(tokens[tokens.length - 1]).isEqualTo(end),
              tokens -> assertThat(tokens).hasSize(40).doesNotContain(end));
    }
    assertThat(ended.get(0)).hasSizeLessThanOrEqualTo(6);
  }

  /** Rows of unlike length that end at unlike times, in calls of one and of several tokens. */
  @Test
  void whatIsSaidOfATokenAsItIsDrawnIsWhatScoringSaysOfIt() {
    SamplingSettings settings = new SamplingSettings(40, 1, 1, 1, 5);
    List<long[]> prompts = List.of(SHORT, LONG, SHORT, new long[] {1, 2});
    long end = generate(settings, SHORT).get(0)[7];
    List<Drawn> drawn =
        new Generator(model, Set.of(end)).draw(prompts, settings, true, () -> false).orElseThrow();

    for (int row = 0; row < prompts.size(); row++) {
      long[] prompt = prompts.get(row);
      long[] ids = drawn.get(row).ids();
      long[] whole = Arrays.copyOf(prompt, prompt.length + ids.length);
      System.arraycopy(ids, 0, whole, prompt.length, ids.length);
      float[] scored = new Scorer(model).score(List.of(whole)).get(0);
      assertThat(drawn.get(row).logProbs())
          .hasSameSizeAs(ids)
          .containsExactly(
              Arrays.copyOfRange(scored, prompt.length - 1, scored.length), within(1e-5f));
      assertThat(drawn.get(row).entropies()).hasSameSizeAs(ids);
    }
  }

  @Test
  void saysNothingOfTokensThatWereDrawnFromAnotherDistribution() {
    Generator generator = new Generator(model, Set.of());
    for (SamplingSettings other :
        List.of(
            new SamplingSettings(1, 0, 1, 1, 0),
            new SamplingSettings(1, 1, 0.9, 1, 0),
            new SamplingSettings(1, 1, 1, 1.1, 0))) {
      assertThatThrownBy(() -> generator.draw(List.of(SHORT), other, true, () -> false))
          .isInstanceOf(IllegalArgumentException.class);
    }
    List<Drawn> unasked =
        generator
            .draw(List.of(SHORT), new SamplingSettings(3, 1, 1, 1, 0), false, () -> false)
            .orElseThrow();
    assertThat(unasked.get(0).ids()).hasSize(3);
    assertThat(unasked.get(0).logProbs()).isEmpty();
    assertThat(unasked.get(0).entropies()).isEmpty();
  }

  @Test
  void refusesSettingsThatMeanNothing() {
    assertThatThrownBy(() -> new SamplingSettings(1, -1, 1, 1, 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("The temperature is -1.0; write 0 (greedy) or a number above.");
    assertThatThrownBy(() -> new SamplingSettings(1, Double.NaN, 1, 1, 0))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> new SamplingSettings(1, 1, 1.5, 1, 0)).hasMessageContaining("up to 1");
    assertThatThrownBy(() -> new SamplingSettings(1, 1, 1, 0, 0))
        .hasMessageContaining("repetition penalty");
  }

  /** Of each token after {@link #LONG}. */
  private double[] probabilities() {
    List<long[]> sequences = new ArrayList<>();
    for (int token = 0; token < model.config().vocabSize(); token++) {
      long[] sequence = Arrays.copyOf(LONG, LONG.length + 1);
      sequence[LONG.length] = token;
      sequences.add(sequence);
    }
    return new Scorer(model)
        .score(sequences).stream().mapToDouble(p -> Math.exp(p[LONG.length - 1])).toArray();
  }

  private List<long[]> generate(SamplingSettings settings, long[]... prompts) {
    return new Generator(model, Set.of()).generate(List.of(prompts), settings);
  }
}
