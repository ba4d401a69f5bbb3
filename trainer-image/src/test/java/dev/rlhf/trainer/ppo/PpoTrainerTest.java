package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.rlhf.trainer.model.TinyLlama;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.junit.jupiter.api.io.TempDir;

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
  void anIterationThatIsGivenUpIsMadeLaterAsIfItHadNotBeen() throws IOException {
    PpoTrainer straight = trainer();
    PpoTrainer interrupted = trainer();
    // Given up at each of the moments at which it asks: drawing, scoring, in and between steps.
    int asked = 0;
    while (step(interrupted, 1, after(asked)).isEmpty()) {
      asked++;
    }

    assertThat(asked).isGreaterThan(4);
    step(straight, 1, () -> false);
    assertThat(timeless(interrupted, 2)).isEqualTo(timeless(straight, 2));
  }

  @Test
  void aCheckpointHoldsTheIterationThatHasBeenBegun(@TempDir Path folder) throws IOException {
    PpoTrainer straight = trainer();
    List<Map<PpoFigure, Double>> whole = List.of(timeless(straight, 1), timeless(straight, 2));
    int begun = 0;
    for (int asked = 0; ; asked += 3) {
      PpoModels models = models();
      PpoTrainer before = trainer(models);
      if (step(before, 1, after(asked)).isPresent()) {
        break;
      }
      Path saved = folder.resolve("" + asked);
      before.save(saved);
      PpoTrainer after = trainer(models);
      after.restore(saved);

      assertThat(List.of(timeless(after, 1), timeless(after, 2)))
          .as(saved.toString())
          .isEqualTo(whole);
      begun += Files.exists(saved.resolve("trainer/lesson.json")) ? 1 : 0;
    }
    assertThat(begun).isGreaterThan(2);
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

  private PpoModels models() throws IOException {
    return new PpoModels(
        TinyLlama.model(true, manager).trainable(),
        TinyLlama.model(true, manager),
        TinyLlama.rewardModel(5, manager).trainable(),
        TinyLlama.rewardModel(5, manager));
  }

  private PpoTrainer trainer() throws IOException {
    return trainer(models());
  }

  private PpoTrainer trainer(PpoModels models) {
    return new PpoTrainer(
        PpoFixture.settings(4, 0, 2, 2e-3, 60),
        Draws.of(1),
        models,
        RewardMix.modelAlone(),
        Set.of(2L),
        manager);
  }
}
