package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.rlhf.manifest.Precision;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reference and reward model, which are in memory while they score and at no other time. */
class StandingModelsTest {

  private static final List<long[]> PROMPTS =
      List.of(new long[] {3, 4}, new long[] {5}, new long[] {6, 7, 8});
  private static final Clock STILL = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

  private final NDManager manager = TorchRuntime.manager();
  @TempDir private Path root;
  private HuggingFaceFolder sft;
  private HuggingFaceFolder rm;

  @BeforeEach
  void open() throws IOException {
    PpoFixture fixture = PpoFixture.in(root);
    sft = HuggingFaceFolder.open(fixture.sftModel());
    rm = HuggingFaceFolder.open(fixture.rewardModel());
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private PpoModels resting() throws IOException {
    return PpoModels.load(sft, rm, Optional.empty(), Precision.FP32, manager);
  }

  private PpoModels staying() throws IOException {
    return new PpoModels(sft.load(manager), sft.load(manager), rm.load(manager), rm.load(manager));
  }

  private PpoTrainer trainer(PpoModels models) {
    return PpoFixture.trainer(
        PpoFixture.settings("criticWarmupSteps: 0, maxLength: 60"), models, List.of(), manager);
  }

  private static Map<PpoFigure, Double> figures(
      PpoTrainer trainer, long number, BooleanSupplier givenUp) throws IOException {
    return trainer
        .step(number, PROMPTS, PROMPTS, givenUp, new Stopwatch(STILL))
        .orElseThrow()
        .figures();
  }

  @Test
  void oneIsThereWhileAnswersAreScoredAndNoneWhileTheyAreDrawnAndLearntFrom() throws IOException {
    try (PpoModels models = resting()) {
      List<String> there = new ArrayList<>();
      figures(
          trainer(models),
          1,
          () -> {
            String now = isThere(models.reference()) + " " + isThere(models.reward());
            if (there.isEmpty() || !there.get(there.size() - 1).equals(now)) {
              there.add(now);
            }
            return false;
          });
      // Drawn, scored, learnt from; the same of held-out prompts, which nothing is learnt from.
      assertThat(there)
          .containsExactly(
              "false false", "true false", "false true", "false false", "true false", "false true");
      assertThat(isThere(models.reward())).isFalse();
    }
  }

  @Test
  void whatIsGivenUpLeavesNoneInMemory() throws IOException {
    try (PpoModels models = resting()) {
      for (Transformer asked : List.of(models.reference(), models.reward())) {
        Optional<Iteration> made =
            trainer(models).step(1, PROMPTS, List.of(), () -> isThere(asked), new Stopwatch(STILL));
        assertThat(made).isEmpty();
        assertThat(isThere(asked)).isFalse();
      }
    }
  }

  private static boolean isThere(Transformer model) {
    return !model.parameters().isEmpty();
  }

  @Test
  void theyScoreAsIfTheyWereAlwaysThere() throws IOException {
    try (PpoModels resting = resting();
        PpoModels staying = staying()) {
      PpoTrainer one = trainer(resting);
      PpoTrainer other = trainer(staying);
      for (long number = 1; number <= 2; number++) {
        assertThat(figures(one, number, () -> false))
            .isEqualTo(figures(other, number, () -> false));
      }
    }
  }
}
