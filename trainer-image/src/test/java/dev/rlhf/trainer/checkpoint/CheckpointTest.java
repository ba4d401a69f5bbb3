package dev.rlhf.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.CheckpointManifest;
import dev.rlhf.contract.Digest;
import dev.rlhf.contract.Documents;
import dev.rlhf.manifest.ChatFormat;
import dev.rlhf.plan.CheckpointSettings;
import dev.rlhf.plan.Input;
import dev.rlhf.plan.OptimizerSettings;
import dev.rlhf.plan.RunIdentity;
import dev.rlhf.plan.SftSettings;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
  private static final RunIdentity RUN = new RunIdentity("fern", "0f1e2d3c-4b5a");
  private static final Machine MACHINE = new Machine(2, "cpu", Map.of("pytorch", "2.7.1"));

  @TempDir Path stage;
  private Path first;
  private Path second;
  private final List<Flaw> passedOver = new ArrayList<>();

  @BeforeEach
  void makeAttempts() throws IOException {
    first = Files.createDirectory(stage.resolve("1-a"));
    second = Files.createDirectory(stage.resolve("2-b"));
  }

  private static Provenance provenance(int attempt) {
    return provenance(attempt, config(3e-4, 1), "m");
  }

  private static Provenance provenance(int attempt, StageConfig config, String model) {
    return new Provenance(
        config,
        Documents.yaml(config),
        attempt,
        "pod",
        Map.of("model", model),
        Map.of("demonstrations", "d"),
        MACHINE,
        List.of());
  }

  private static StageConfig config(double learningRate, long seed) {
    return new StageConfig(
        StageConfig.VERSION,
        Stage.SFT,
        RUN,
        seed,
        ChatFormat.TOKENIZER,
        "/checkpoints",
        new Input("demo://model", null),
        Map.of(),
        Map.of(),
        new CheckpointSettings(5, 3),
        new SftSettings(2, 8, 8, learningRate, OptimizerSettings.of(null), 64, null, null, null));
  }

  private Checkpoint write(Path attempt, int number, long step) throws IOException {
    return write(attempt, number, step, 9);
  }

  private Checkpoint write(Path attempt, int number, long step, int keep) throws IOException {
    return new Written(attempt, provenance(number), keep)
        .write(step, 10, folder -> fill(folder, step));
  }

  private static void fill(Path folder, long step) throws IOException {
    Files.writeString(folder.resolve("model.safetensors"), "weights of " + step);
    Files.writeString(
        Files.createDirectory(folder.resolve("trainer")).resolve("optimizer"), "moments");
  }

  private Optional<Long> newest() throws IOException {
    return lineage().newest().map(checkpoint -> checkpoint.manifest().step());
  }

  private Lineage lineage() {
    return new Lineage(stage, RUN, Stage.SFT, (passed, flaw) -> passedOver.add(flaw));
  }

  @Test
  void aStageThatBeginsAnewHasNothingOfEarlierAttempts() throws Exception {
    write(first, 1, 5);

    assertThat(lineage().newestSince(1)).isPresent();
    assertThat(lineage().newestSince(2)).isEmpty();
    write(second, 2, 3);
    assertThat(lineage().newestSince(2).map(c -> c.manifest().step())).contains(3L);
  }

  @Test
  void whatWasWrittenVerifies() throws Exception {
    Checkpoint written = write(first, 1, 5);

    assertThat(Verification.of(first.resolve("step-5"))).isEqualTo(written);
    assertThat(written.digest()).isEqualTo(Digest.of(first.resolve("step-5/manifest.json")));
    assertThat(written.manifest().files())
        .containsOnlyKeys("model.safetensors", "trainer/optimizer", "trainer/stage.yaml");
    assertThat(written.config()).contains(config(3e-4, 1));
    assertThat(written.manifest().isFinal()).isFalse();
    assertThat(write(first, 1, 10).manifest().isFinal()).isTrue();
  }

  @Test
  void theNewestIsThatWithMostStepsOverAllAttempts() throws IOException {
    write(first, 1, 5);
    write(first, 1, 8);
    write(second, 2, 6);

    assertThat(newest()).contains(8L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"changed", "shortened", "missing", "surplus", "unfinished", "manifest"})
  void whatIsDamagedIsPassedOverAndStays(String damage) throws IOException {
    write(first, 1, 5);
    Path folder = write(second, 2, 8).folder();
    Path weights = folder.resolve("model.safetensors");
    switch (damage) {
      case "changed" -> Files.writeString(weights, "weights of 7");
      case "shortened" -> Files.writeString(weights, "w");
      case "missing" -> Files.delete(weights);
      case "surplus" -> Files.writeString(folder.resolve("model.safetensors.index.json"), "{}");
      case "unfinished" -> Files.delete(folder.resolve(CheckpointLayout.MANIFEST));
      default -> Files.writeString(folder.resolve(CheckpointLayout.MANIFEST), "{\"version\": 1");
    }

    assertThat(newest()).contains(5L);
    assertThat(passedOver)
        .containsExactly(damage.equals("unfinished") ? Flaw.UNFINISHED : Flaw.DAMAGED);
    assertThat(folder).exists();
  }

  @Test
  void whatIsOfAnotherRunOrLiesUnderAnotherNameIsPassedOver() throws IOException {
    Path folder = write(first, 1, 5).folder();
    Lineage other =
        new Lineage(
            stage,
            new RunIdentity("fern", "99999999-0000"),
            Stage.SFT,
            (passed, flaw) -> passedOver.add(flaw));

    assertThat(other.newest()).isEmpty();
    assertThat(new Lineage(stage, RUN, Stage.PPO, (passed, flaw) -> passedOver.add(flaw)).newest())
        .isEmpty();
    Files.move(folder, first.resolve("step-9"));
    assertThat(newest()).isEmpty();
    assertThat(passedOver).containsExactly(Flaw.FOREIGN, Flaw.FOREIGN, Flaw.DAMAGED);
  }

  @Test
  void aChangedSettingIsRecorded() throws IOException {
    write(first, 1, 5);
    Provenance next =
        new Succession(provenance(2, config(1e-4, 1), "m"), lineage().newest().orElseThrow())
            .provenance();
    Checkpoint written = new Written(second, next, 9).write(8, 10, folder -> fill(folder, 8));
    Provenance third = new Succession(provenance(3, config(1e-4, 1), "m"), written).provenance();

    var change =
        new CheckpointManifest.Change(
            5, 2, List.of("spec.stages.sft.learningRate was 3.0E-4 and is 1.0E-4"));
    assertThat(written.manifest().changes()).containsExactly(change);
    assertThat(third.changes()).containsExactly(change);
  }

  @Test
  void whatTheCheckpointDependsOnIsRefusedByName() throws IOException {
    Checkpoint checkpoint = write(first, 1, 5);

    assertThatThrownBy(
            () -> new Succession(provenance(2, config(3e-4, 7), "n"), checkpoint).provenance())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("parents.model had digest m and has n, spec.seed was 1 and is 7;")
        .hasMessageContaining("move %s away".formatted(stage));
  }

  @Test
  void aWriterThatFailsLeavesNoCheckpoint() throws IOException {
    write(first, 1, 5);
    Written writer = new Written(second, provenance(2), 9);

    assertThatThrownBy(
            () ->
                writer.write(
                    8,
                    10,
                    folder -> {
                      fill(folder, 8);
                      throw new IOException("No space left on device");
                    }))
        .hasMessage("No space left on device");

    assertThat(newest()).contains(5L);
    assertThat(writer.write(8, 10, folder -> fill(folder, 8)).manifest().step()).isEqualTo(8);
    assertThat(newest()).contains(8L);
  }

  @Test
  void onlyTheAttemptsOwnNewestStay() throws IOException {
    write(first, 1, 1);
    for (long step = 2; step <= 5; step++) {
      write(second, 2, step, 2);
    }

    assertThat(names(first)).containsExactly("step-1");
    assertThat(names(second)).containsExactly("step-4", "step-5");
  }

  private static List<String> names(Path folder) {
    try (var children = Files.list(folder)) {
      return children.map(child -> child.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void knowsALikeMachine() throws IOException {
    Checkpoint checkpoint = write(first, 1, 5);

    assertThat(provenance(2).sameMachine(checkpoint.manifest())).isTrue();
    Provenance elsewhere =
        new Provenance(
            config(3e-4, 1),
            "",
            2,
            "pod",
            Map.of(),
            Map.of(),
            new Machine(4, "cpu", MACHINE.versions()),
            List.of());
    assertThat(elsewhere.sameMachine(checkpoint.manifest())).isFalse();
  }

  @Test
  void aModelsDigestChangesWithItsFilesAndNotWithItsPlace() throws IOException {
    Path model = Files.createDirectory(stage.resolve("model"));
    Files.writeString(model.resolve("config.json"), "{}");
    Files.writeString(model.resolve("model.safetensors"), "w");
    String digest = ModelDigest.of(model);
    Path moved = Files.move(model, stage.resolve("moved"));
    Files.writeString(moved.resolve("README.md"), "Hello");

    assertThat(ModelDigest.of(moved)).isEqualTo(digest);
    Files.writeString(moved.resolve("tokenizer.json"), "{}");
    assertThat(ModelDigest.of(moved)).isNotEqualTo(digest);
  }
}
