package dev.rlhf.trainer.sft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.Digest;
import dev.rlhf.contract.Documents;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.contract.PeakMemory;
import dev.rlhf.contract.StageResult;
import dev.rlhf.manifest.ChatFormat;
import dev.rlhf.plan.SftSettings;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.checkpoint.Verification;
import dev.rlhf.trainer.stage.StageResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SftStageTest {
  private static final String WEIGHTS = "model.safetensors";
  private static final String ADAPTER = "adapter_model.safetensors";
  private static final String MOMENTS = "trainer/optimizer.safetensors";
  private static final int STEPS = 12;

  @TempDir Path root;
  private SftFixture stage;

  @BeforeEach
  void open() {
    stage = new SftFixture(root);
  }

  private StageConfig config() throws IOException {
    return stage.config(ChatFormat.TOKENIZER, 5, SftFixture.settings(2, 4, 0.01));
  }

  @Test
  void leavesWhatTheContractSays() throws Exception {
    assertThat(stage.run(config(), 1)).isEqualTo(ExitCode.DONE);

    assertThat(stage.attempt(1))
        .isDirectoryContaining("glob:**/step-5")
        .isDirectoryContaining("glob:**/step-10")
        .isDirectoryContaining("glob:**/step-12")
        .isDirectoryContaining("glob:**/log")
        .isDirectoryContaining("glob:**/result.json");
    StageResult result = stage.terminationMessage();
    assertThat(result.outcome()).isEqualTo(ExitCode.DONE);
    assertThat(result.checkpoint())
        .isEqualTo(Verification.of(stage.checkpoint(1, STEPS)).reference(root));
    assertThat(result.parents()).containsOnlyKeys("model");
    assertThat(result.figures())
        .containsKeys("loss", "rows", "truncated_rows", "skipped_rows", PeakMemory.FIGURE);
    assertThat(Files.readAllLines(stage.attempt(1).resolve(CheckpointLayout.SAMPLES)))
        .hasSize(4)
        .allMatch(line -> line.contains("\"prompt\":") && line.contains("\"answer\":"));
    assertThat(StageResults.of(root.resolve("stage.yaml")))
        .usingRecursiveComparison()
        .isEqualTo(result);
  }

  @Test
  void goesOnFromACheckpointToTheSameBytes() throws IOException {
    stage.run(config(), 1);
    byte[] weights = Files.readAllBytes(stage.checkpoint(1, STEPS).resolve(WEIGHTS));
    byte[] moments = Files.readAllBytes(stage.checkpoint(1, STEPS).resolve(MOMENTS));
    List<Double> losses = losses(1);
    forget(stage.checkpoint(1, STEPS));
    forget(stage.checkpoint(1, 10));

    assertThat(stage.run(config(), 2)).isEqualTo(ExitCode.DONE);

    assertThat(stage.terminationMessage().resumedFrom()).isEqualTo(5);
    assertThat(stage.checkpoint(2, STEPS).resolve(WEIGHTS)).hasBinaryContent(weights);
    assertThat(stage.checkpoint(2, STEPS).resolve(MOMENTS)).hasBinaryContent(moments);
    assertThat(losses(2)).isEqualTo(losses);
  }

  @Test
  void anAdapterGoesOnFromACheckpointToTheSameBytes() throws IOException {
    StageConfig config =
        stage.config(
            ChatFormat.TOKENIZER,
            5,
            SftFixture.adapting(SftFixture.settings(2, 4, 0.01), "all-linear"));
    stage.run(config, 1);
    byte[] weights = Files.readAllBytes(stage.checkpoint(1, STEPS).resolve(ADAPTER));
    byte[] moments = Files.readAllBytes(stage.checkpoint(1, STEPS).resolve(MOMENTS));
    List<Double> losses = losses(1);
    assertThat(losses.get(STEPS - 1)).isLessThan(losses.get(0));
    forget(stage.checkpoint(1, STEPS));
    forget(stage.checkpoint(1, 10));

    assertThat(stage.run(config, 2)).isEqualTo(ExitCode.DONE);

    assertThat(stage.terminationMessage().resumedFrom()).isEqualTo(5);
    assertThat(stage.checkpoint(2, STEPS).resolve(WEIGHTS)).doesNotExist();
    assertThat(stage.checkpoint(2, STEPS).resolve(ADAPTER)).hasBinaryContent(weights);
    assertThat(stage.checkpoint(2, STEPS).resolve(MOMENTS)).hasBinaryContent(moments);
    assertThat(losses(2)).isEqualTo(losses);
  }

  @Test
  void aTargetThatTheFamilyHasNotIsRefused() throws IOException {
    StageConfig config =
        stage.config(ChatFormat.TOKENIZER, 5, SftFixture.adapting(SftFixture.settings(), "c_attn"));

    assertThat(stage.run(config, 1)).isEqualTo(ExitCode.INVALID);

    assertThat(stage.terminationMessage().message())
        .contains("lora.targets names c_attn", "write some of q_proj, k_proj");
  }

  @Test
  void anAdapterIsNotGoneOnFromByAllWeights() throws IOException {
    SftSettings settings = SftFixture.settings(1, 4, 0.01);
    stage.run(
        stage.config(ChatFormat.TOKENIZER, 5, SftFixture.adapting(settings, "all-linear")), 1);

    StageConfig whole = stage.config(ChatFormat.TOKENIZER, 5, settings);
    assertThat(stage.run(whole, 2)).isEqualTo(ExitCode.INVALID);

    assertThat(stage.terminationMessage().message())
        .contains("cannot be gone on from: spec.stages.sft.lora was {", " and is absent");
  }

  private List<Double> losses(int attempt) throws IOException {
    return stage.figures(attempt).stream().map(row -> row.get("loss").asDouble()).toList();
  }

  private static void forget(Path checkpoint) throws IOException {
    Files.delete(checkpoint.resolve(CheckpointLayout.MANIFEST));
  }

  /** The machine's clock is set with each look at it, and what was written last looks oldest. */
  @Test
  void noTimeDecidesAnything() throws IOException {
    stage.run(config(), 1);
    byte[] weights = Files.readAllBytes(stage.checkpoint(1, STEPS).resolve(WEIGHTS));
    forget(stage.checkpoint(1, STEPS));
    try (Stream<Path> all = Files.walk(stage.attempt(1))) {
      long day = 0;
      for (Path file : all.sorted().toList()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plus(day, ChronoUnit.DAYS)));
        day = 10_000 - day;
      }
    }

    assertThat(stage.run(config(), 2, new SetClock())).isEqualTo(ExitCode.DONE);

    assertThat(stage.terminationMessage().resumedFrom()).isEqualTo(10);
    assertThat(stage.checkpoint(2, STEPS).resolve(WEIGHTS)).hasBinaryContent(weights);
  }

  /** A clock that somebody sets all the time: a year back, and on again. */
  private static final class SetClock extends Clock {
    private int looks;

    @Override
    public Instant instant() {
      looks++;
      return Instant.EPOCH.plus(looks % 2 == 0 ? 0 : 365, ChronoUnit.DAYS);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void aDamagedCheckpointCostsOnlyTheStepsSinceTheOneBefore() throws IOException {
    stage.run(config(), 1);
    Files.write(stage.checkpoint(1, STEPS).resolve(WEIGHTS), new byte[] {1});

    assertThat(stage.run(config(), 2)).isEqualTo(ExitCode.DONE);

    assertThat(stage.terminationMessage().resumedFrom()).isEqualTo(10);
    assertThat(stage.checkpoint(1, STEPS).resolve(WEIGHTS)).hasSize(1);
  }

  @Test
  void aStageThatIsDoneMakesNoStep() throws IOException {
    stage.run(config(), 1);
    StageResult first = stage.terminationMessage();

    assertThat(stage.run(config(), 2)).isEqualTo(ExitCode.DONE);

    assertThat(stage.terminationMessage().checkpoint()).isEqualTo(first.checkpoint());
    assertThat(stage.attempt(2).resolve(CheckpointLayout.FIGURES)).doesNotExist();
  }

  @Test
  void aStageThatBeginsAnewMakesAllItsStepsThoughItWasDone() throws IOException {
    stage.run(config(), 1);

    assertThat(stage.runAnew(config(), 2, 2)).isEqualTo(ExitCode.DONE);
    StageResult anew = stage.terminationMessage();
    assertThat(anew.resumedFrom()).isZero();
    assertThat(losses(2)).hasSize(STEPS).isEqualTo(losses(1));
    assertThat(stage.checkpoint(2, STEPS)).isDirectory();

    assertThat(stage.runAnew(config(), 3, 2)).isEqualTo(ExitCode.DONE);
    assertThat(stage.terminationMessage().checkpoint()).isEqualTo(anew.checkpoint());
  }

  @Test
  void otherDataAreRefusedAndNamed() throws IOException {
    stage.run(config(), 1);
    Path rows = root.resolve("rows.jsonl");
    Files.writeString(rows, "{\"prompt\": \"Why?\", \"completion\": \"So.\"}\n");
    StageConfig other =
        stage.config(
            ChatFormat.TOKENIZER, 5, SftFixture.settings(2, 4, 0.01), SftFixture.MODEL, rows);

    assertThat(stage.run(other, 2)).isEqualTo(ExitCode.INVALID);

    assertThat(stage.terminationMessage().message())
        .contains(
            "step-12 cannot be gone on from: data.demonstrations had digest",
            " and has " + Digest.of(rows));
  }

  @Test
  void moreEpochsAndAnotherRateGoOnAndAreRecorded() throws Exception {
    stage.run(config(), 1);
    StageConfig more = stage.config(ChatFormat.TOKENIZER, 5, SftFixture.settings(3, 4, 0.02));

    assertThat(stage.run(more, 2)).isEqualTo(ExitCode.DONE);

    StageResult result = stage.terminationMessage();
    assertThat(result.resumedFrom()).isEqualTo(STEPS);
    assertThat(result.checkpoint().step()).isEqualTo(18);
    assertThat(Verification.of(stage.checkpoint(2, 18)).manifest().changes())
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.step()).isEqualTo(STEPS);
              assertThat(change.fields())
                  .containsExactly(
                      "spec.stages.sft.epochs was 2 and is 3",
                      "spec.stages.sft.learningRate was 0.01 and is 0.02");
            });
  }

  @Test
  void fewerStepsThanAreDoneAreRefused() throws IOException {
    stage.run(config(), 1);
    StageConfig less = stage.config(ChatFormat.TOKENIZER, 5, SftFixture.settings(1, 4, 0.01));

    assertThat(stage.run(less, 2)).isEqualTo(ExitCode.INVALID);

    assertThat(stage.terminationMessage().message()).contains("12 steps are done already");
  }

  @Test
  void theSplitIntoMicroBatchesChangesNoFigure() throws IOException {
    for (int size : List.of(1, 3, 4)) {
      SftFixture split = new SftFixture(root.resolve("" + size));
      split.run(split.config(ChatFormat.TOKENIZER, 100, SftFixture.settings(1, size, 0.01)), 1);
    }

    List<JsonNode> whole = new SftFixture(root.resolve("4")).figures(1);
    for (int size : List.of(1, 3)) {
      List<JsonNode> split = new SftFixture(root.resolve("" + size)).figures(1);
      assertThat(split).hasSameSizeAs(whole);
      for (int i = 0; i < whole.size(); i++) {
        for (String figure : List.of("loss", "grad_norm")) {
          double value = whole.get(i).get(figure).asDouble();
          assertThat(split.get(i).get(figure).asDouble()).isCloseTo(value, within(1e-5 * value));
        }
      }
    }
  }

  @Test
  void wrongContentEndsTheStageWithOneSentence() throws IOException {
    Path model = SftFixture.copyModel(root);
    Files.delete(model.resolve(WEIGHTS));
    assertRefused(model, SftFixture.DEMONSTRATIONS, model.toString());
    assertRefused(root.resolve("nowhere"), SftFixture.DEMONSTRATIONS, "nowhere");
    assertRefused(SftFixture.MODEL, root.resolve("no.jsonl"), "no.jsonl is not there: name a");
    Path bad = Files.writeString(root.resolve("bad.jsonl"), "{\"prompt\": \"Hi\"}\n");
    assertRefused(SftFixture.MODEL, bad, bad + ":1: the row has no answer to learn from");
  }

  private void assertRefused(Path model, Path rows, String message) throws IOException {
    StageConfig config = stage.config(ChatFormat.TOKENIZER, 5, SftFixture.settings(), model, rows);

    assertThat(stage.run(config, 1)).isEqualTo(ExitCode.INVALID);

    StageResult result = stage.terminationMessage();
    assertThat(result.outcome()).isEqualTo(ExitCode.INVALID);
    assertThat(result.message()).contains(message).hasLineCount(1);
    try (Stream<Path> files = Files.list(stage.attempt(1))) {
      assertThat(files.filter(file -> CheckpointLayout.stepOf(file).isPresent())).isEmpty();
    }
    assertThat(
            Documents.read(
                Files.readAllBytes(stage.attempt(1).resolve(CheckpointLayout.RESULT)),
                StageResult.class))
        .isEqualTo(result);
  }

  @Test
  void aLossThatIsNoNumberEndsTheStage() throws IOException {
    StageConfig config = stage.config(ChatFormat.TOKENIZER, 5, SftFixture.settings(2, 4, 1e30));

    assertThat(stage.run(config, 1)).isEqualTo(ExitCode.INVALID);

    assertThat(stage.terminationMessage().message()).contains("lower learningRate");
  }
}
