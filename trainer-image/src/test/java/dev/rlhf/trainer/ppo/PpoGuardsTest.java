package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.manifest.Precision;
import dev.rlhf.trainer.checkpoint.Verification;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Six steps, the first two of which have no policy_loss, and a checkpoint with every other one: a
 * guard on that figure finds one good checkpoint.
 */
class PpoGuardsTest {

  private static final String WEIGHTS = "model.safetensors";
  private static final String ALWAYS = "guards: [{metric: policy_loss, above: -1000, forSteps: 2, ";

  @TempDir private Path root;
  private PpoFixture stage;

  @BeforeEach
  void open() throws IOException {
    stage = PpoFixture.in(root);
  }

  private ExitCode run(String fields, int attempt) throws IOException {
    return stage.run(stage.config(PpoFixture.settings(fields)), attempt);
  }

  private String message() throws IOException {
    return stage.terminationMessage().message();
  }

  @Test
  void aWarningIsCountedAndTold() throws IOException {
    assertThat(run(ALWAYS + "action: Warn}]", 1)).isEqualTo(ExitCode.DONE);

    assertThat(stage.figures(1).stream().map(row -> row.path("guard_warnings").asInt()))
        .containsExactly(0, 0, 0, 1, 1, 2);
    assertThat(message())
        .contains("Guards: step 4: policy_loss is ", ", above -1000.0 for 2 steps; step 6: ");
    assertThat(stage.terminationMessage().figures()).containsEntry("guard_warnings", 2.0);
  }

  @Test
  void aFailureHasAnExitCodeOfItsOwn() throws IOException {
    assertThat(run(ALWAYS + "action: Fail}]", 1)).isEqualTo(ExitCode.GUARD_FAILED);

    assertThat(message()).startsWith("guard: failed at step 4: policy_loss is ");
  }

  @Test
  void aStopLeavesTheLastGoodCheckpoint() throws Exception {
    assertThat(run(ALWAYS + "action: Stop}]", 1)).isEqualTo(ExitCode.DONE);

    assertThat(message()).contains("Guards: stopped at step 4, which leaves step 2: policy_loss");
    assertThat(stage.figures(1)).hasSize(4);
    assertThat(Verification.of(stage.checkpoint(1, 4)).manifest().isFinal()).isTrue();
    assertThat(stage.checkpoint(1, 4).resolve(WEIGHTS))
        .hasSameBinaryContentAs(stage.checkpoint(1, 2).resolve(WEIGHTS));
    // Nothing is left to do for another attempt.
    assertThat(run(ALWAYS + "action: Stop}]", 2)).isEqualTo(ExitCode.DONE);
    assertThat(stage.attempt(2).resolve("step-5")).doesNotExist();
  }

  @Test
  void withoutAGoodCheckpointThereIsNothingToGoBackTo() throws IOException {
    for (String action : List.of("Stop", "Rollback")) {
      String guards = "guards: [{metric: response_length, above: 0, action: %s}]";
      assertThat(run(guards.formatted(action), action.length())).isEqualTo(ExitCode.GUARD_FAILED);
      assertThat(message())
          .contains("failed at step 1", "before there was a good checkpoint: lower checkpoints");
    }
  }

  @Test
  void aRollbackGoesBackAndOnMoreCarefully() throws IOException {
    String rollback =
        ALWAYS + "action: Rollback, learningRateFactor: 0.25, klCoefficientFactor: 2}]";
    PpoFixture unguarded = PpoFixture.in(root.resolve("unguarded"));
    unguarded.run(unguarded.config(PpoFixture.settings()), 1);
    assertThat(run(rollback, 1)).isEqualTo(ExitCode.DONE);

    List<JsonNode> plain = unguarded.figures(1);
    List<JsonNode> figures = stage.figures(1);
    assertThat(figures).hasSize(6);
    assertThat(stage.checkpoint(1, 4).resolve(WEIGHTS))
        .hasSameBinaryContentAs(stage.checkpoint(1, 2).resolve(WEIGHTS));
    assertThat(stage.checkpoint(1, 4).resolve("critic/" + WEIGHTS))
        .hasSameBinaryContentAs(stage.checkpoint(1, 2).resolve("critic/" + WEIGHTS));
    // The fifth iteration starts from the second's state, as the third did, with less haste.
    assertThat(figures.get(4).path("learning_rate").asDouble())
        .isCloseTo(plain.get(2).path("learning_rate").asDouble() / 4, within(1e-12));
    assertThat(figures.get(4).path("critic_learning_rate").asDouble())
        .isCloseTo(plain.get(2).path("critic_learning_rate").asDouble() / 4, within(1e-12));
    assertThat(figures.get(4).path("kl_coefficient").asDouble()).isEqualTo(0.1);
    assertThat(figures.get(4).path("kl").asDouble()).isCloseTo(0, within(1e-6));
    assertThat(figures.get(3).path("guard_rollbacks").asInt()).isEqualTo(1);
    assertThat(figures.get(3).path("guard_rollback_step").asInt()).isEqualTo(2);
    assertThat(message()).contains("rolled back at step 4 to step 2: policy_loss is ");
  }

  @Test
  void rollbacksAreCounted() throws IOException {
    assertThat(run(ALWAYS + "action: Rollback, atMost: 1}]", 1)).isEqualTo(ExitCode.GUARD_FAILED);

    assertThat(message()).contains("failed at step 6", "after 1 rollbacks of this guard");
  }

  /** The good checkpoint is deleted; those after it carry it. */
  @Test
  void guardsGoOnFromACheckpointToTheSameBytes() throws Exception {
    String fields =
        "guards: [{metric: policy_loss, above: -1000, forSteps: 3, action: Rollback}],"
            + " validation: {prompts: {uri: 'demo://prompts'}, samples: 4}";
    assertThat(run(fields, 1)).isEqualTo(ExitCode.DONE);
    TreeMap<String, byte[]> whole = files(stage.checkpoint(1, 6));
    assertThat(whole).containsKeys("trainer/guards.json", "kept/good/" + WEIGHTS);
    Files.delete(stage.checkpoint(1, 6).resolve(CheckpointLayout.MANIFEST));
    Files.delete(stage.checkpoint(1, 2).resolve(CheckpointLayout.MANIFEST));

    assertThat(run(fields, 2)).isEqualTo(ExitCode.DONE);

    assertThat(stage.terminationMessage().resumedFrom()).isEqualTo(4);
    TreeMap<String, byte[]> resumed = files(stage.checkpoint(2, 6));
    assertThat(resumed.keySet()).isEqualTo(whole.keySet());
    resumed.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(whole.get(name)));
    assertThat(stage.figures(2).get(4).path("guard_rollbacks").asInt()).isEqualTo(1);
  }

  private static TreeMap<String, byte[]> files(Path checkpoint) throws IOException {
    TreeMap<String, byte[]> files = new TreeMap<>();
    try (var all = Files.walk(checkpoint)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith(CheckpointLayout.MANIFEST)) {
          files.put(checkpoint.relativize(file).toString(), Files.readAllBytes(file));
        }
      }
    }
    return files;
  }

  @Test
  void theStageEndsWithTheBestCheckpoint() throws IOException {
    String validation = "validation: {prompts: {uri: 'demo://prompts'}, samples: 5%s}";
    assertThat(run(validation.formatted(""), 1)).isEqualTo(ExitCode.DONE);
    PpoFixture near = PpoFixture.in(root.resolve("near"));
    near.run(near.config(PpoFixture.settings(validation.formatted(", maxKl: 1e-6"))), 1);

    List<JsonNode> figures = stage.figures(1);
    assertThat(figures.get(0).has("held_out_reward")).isFalse();
    assertEndsWithBest(stage, null);
    assertThat(figures.get(1).path("held_out_kl").asDouble()).isCloseTo(0, within(1e-6));
    assertThat(figures.get(5).path("held_out_kl").asDouble()).isNotCloseTo(0, within(1e-4));
    assertEndsWithBest(near, 1e-6);
  }

  private static void assertEndsWithBest(PpoFixture stage, Double maxKl) throws IOException {
    List<JsonNode> figures = stage.figures(1);
    BestStep best = null;
    for (int step : List.of(2, 4, 6)) {
      JsonNode row = figures.get(step - 1);
      BestStep one =
          new BestStep(
              step, row.path("held_out_reward").asDouble(), row.path("held_out_kl").asDouble());
      best = one.isBetterThan(best, maxKl) ? one : best;
    }
    assertThat(figures.get(5).path("best_step").asLong()).isEqualTo(best.step());
    assertThat(stage.checkpoint(1, 6).resolve(WEIGHTS))
        .hasSameBinaryContentAs(stage.checkpoint(1, best.step()).resolve(WEIGHTS));
  }

  @Test
  void aFigureThatIsNotFiniteIsAlwaysGuarded() throws IOException {
    HuggingFaceFolder rm = HuggingFaceFolder.open(stage.rewardModel());
    try (NDManager manager = TorchRuntime.manager();
        Transformer model = rm.load(manager)) {
      NDArray head = model.parameters().get("score.weight");
      head.mul(Float.NaN).copyTo(head);
      Files.delete(stage.rewardModel().resolve(WEIGHTS));
      rm.write(model, stage.rewardModel());
    }

    assertThat(run("", 1)).isEqualTo(ExitCode.GUARD_FAILED);

    assertThat(message())
        .isEqualTo(
            "reward is not a finite number any more: lower learningRate, or check the models' weights");
  }

  /**
   * The policy is spoilt between the halves of a step: the critic has learnt, and goes back too.
   */
  @Test
  void whatIsNotFiniteIsRolledBackToo() throws IOException {
    try (NDManager manager = TorchRuntime.manager();
        PpoModels models = models(manager)) {
      var settings = PpoFixture.settings(ALWAYS + "action: Rollback}], criticWarmupSteps: 0");
      PpoTrainer trainer = PpoFixture.trainer(settings, models, List.of(), manager);
      Overseer overseer = new Overseer(settings, models, trainer, root.resolve("attempt"), manager);
      Path checkpoint = save(models, trainer, "checkpoint");
      overseer.save(checkpoint, 2);
      NDArray spoilt = models.policy().parameters().values().iterator().next();
      NDArray head = models.critic().parameters().get("score.weight");
      float[] unlearnt = head.toFloatArray();
      BooleanSupplier spoiling =
          () -> {
            if (!Arrays.equals(head.toFloatArray(), unlearnt)) {
              spoilt.mul(Float.NaN).copyTo(spoilt);
            }
            return false;
          };
      NotFiniteException e =
          catchThrowableOfType(NotFiniteException.class, () -> step(trainer, spoiling));
      assertThat(e).hasMessageStartingWith("the gradient of the policy is not a finite number");

      var figures = overseer.notFinite(3, false, e);

      TreeMap<String, byte[]> before = files(checkpoint);
      before.remove("trainer/guards.json");
      files(save(models, trainer, "back"))
          .forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(before.remove(name)));
      assertThat(before).isEmpty();
      assertThat(figures)
          .containsEntry(PpoFigure.GUARD_ROLLBACKS, 1.0)
          .containsEntry(PpoFigure.GUARD_ROLLBACK_STEP, 2.0);
      assertThat(overseer.acts())
          .containsExactly("rolled back at step 3 to step 2: " + e.getMessage());
    }
  }

  private static Optional<Iteration> step(PpoTrainer trainer, BooleanSupplier givenUp)
      throws IOException {
    List<long[]> prompts = List.of(new long[] {3, 4}, new long[] {5});
    return trainer.step(3, prompts, List.of(), givenUp, new Stopwatch(Clock.systemUTC()));
  }

  private Path save(PpoModels models, PpoTrainer trainer, String name) throws IOException {
    Path folder = Files.createDirectories(root.resolve(name));
    models.save(
        HuggingFaceFolder.open(stage.sftModel()),
        HuggingFaceFolder.open(stage.rewardModel()),
        folder);
    trainer.save(folder);
    return folder;
  }

  private PpoModels models(NDManager manager) throws IOException {
    return PpoModels.load(
        HuggingFaceFolder.open(stage.sftModel()),
        HuggingFaceFolder.open(stage.rewardModel()),
        Optional.empty(),
        Precision.FP32,
        manager);
  }
}
