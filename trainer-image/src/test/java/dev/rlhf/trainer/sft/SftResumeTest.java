package dev.rlhf.trainer.sft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.Digest;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.contract.StageResult;
import dev.rlhf.manifest.ChatFormat;
import dev.rlhf.plan.SftSettings;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.checkpoint.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an attempt goes on from, with which changes, and to which bytes. */
class SftResumeTest {
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

    assertThat(stage.run(config(), 2, setAllTheTime())).isEqualTo(ExitCode.DONE);

    assertThat(stage.terminationMessage().resumedFrom()).isEqualTo(10);
    assertThat(stage.checkpoint(2, STEPS).resolve(WEIGHTS)).hasBinaryContent(weights);
  }

  /** A clock that somebody sets: a year back, and on again. */
  private static Clock setAllTheTime() {
    AtomicInteger looks = new AtomicInteger();
    InstantSource times =
        () -> Instant.EPOCH.plus(looks.incrementAndGet() % 2 == 0 ? 0 : 365, ChronoUnit.DAYS);
    return times.withZone(ZoneOffset.UTC);
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
}
