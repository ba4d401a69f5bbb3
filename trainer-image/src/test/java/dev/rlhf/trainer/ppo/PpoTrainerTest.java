package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.rlhf.trainer.model.TinyLlama;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PpoTrainerTest {

  private static final List<long[]> PROMPTS =
      List.of(new long[] {3, 4}, new long[] {5}, new long[] {6, 7, 8});

  private static final Clock STILL = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

  private final NDManager manager = TorchRuntime.manager();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void anIterationThatIsGivenUpHasChangedNothing() throws IOException {
    PpoTrainer straight = trainer();
    PpoTrainer interrupted = trainer();
    // Given up at each of the moments at which it asks, and then made after all.
    int asked = 0;
    while (step(interrupted, 1, after(asked)).isEmpty()) {
      asked++;
    }

    assertThat(asked).isGreaterThan(3);
    step(straight, 1, () -> false);
    assertThat(timeless(interrupted, 2)).isEqualTo(timeless(straight, 2));
  }

  @Test
  void answersAndTheirFiguresAreAFunctionOfTheSeed() throws IOException {
    assertThat(timeless(trainer(), 1)).isEqualTo(timeless(trainer(), 1));
  }

  /** Says yes when it is asked once more than so often. */
  private static BooleanSupplier after(int questions) {
    int[] left = {questions};
    return () -> left[0]-- == 0;
  }

  private static Optional<Iteration> step(
      PpoTrainer trainer, long number, BooleanSupplier givenUp) {
    return trainer.step(number, PROMPTS, givenUp, new Stopwatch(STILL));
  }

  /** A clock that stands still tells no times. */
  private static Map<PpoFigure, Double> timeless(PpoTrainer trainer, long number) {
    return step(trainer, number, () -> false).orElseThrow().figures();
  }

  private PpoTrainer trainer() throws IOException {
    PpoModels models =
        new PpoModels(
            TinyLlama.model(true, manager).trainable(),
            TinyLlama.model(true, manager),
            TinyLlama.rewardModel(5, manager).trainable(),
            TinyLlama.rewardModel(5, manager));
    return new PpoTrainer(
        PpoFixture.settings(4, 0, 2, 2e-3, 60), Draws.of(1), models, Set.of(2L), manager);
  }
}
