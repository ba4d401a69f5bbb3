package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlhf.contract.CheckpointManifest;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.trainer.checkpoint.Verification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PPO whose four models compute in bf16. */
class PpoPrecisionTest {

  @TempDir private Path root;
  private PpoFixture stage;

  @BeforeEach
  void open() throws Exception {
    stage = PpoFixture.in(root);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ", lora: {rank: 3, alpha: 12}",
        ", ptxCoefficient: 1.0",
        ", activationCheckpointing: true"
      })
  void itLearnsFromTheReferenceOn(String more) throws Exception {
    var settings = PpoFixture.settings("precision: bf16" + more);
    assertThat(stage.run(stage.config(settings), 1)).isEqualTo(ExitCode.DONE);

    List<JsonNode> figures = stage.figures(1);
    assertThat(figures.get(0).path("kl").asDouble()).as("policy and reference are one").isZero();
    assertThat(figures.get(5).path("kl").asDouble()).isNotZero();
    assertThat(figures)
        .allSatisfy(
            row ->
                row.properties()
                    .forEach(figure -> assertThat(figure.getValue().asDouble()).isFinite()));
  }

  /** What it draws, scores and learns is what it would in fp32, but for the rounding. */
  @Test
  void itIsNearFp32AndNotIt() throws Exception {
    stage.run(stage.config(PpoFixture.settings()), 1);
    JsonNode full = stage.figures(1).get(0);
    PpoFixture other = PpoFixture.in(Files.createDirectories(root.resolve("other")));
    other.run(other.config(PpoFixture.settings("precision: bf16")), 1);
    JsonNode half = other.figures(1).get(0);

    for (String figure : List.of("entropy", "value_loss")) {
      double expected = full.path(figure).asDouble();
      assertThat(half.path(figure).asDouble())
          .as(figure)
          .isNotEqualTo(expected)
          .isBetween(expected - 0.1 * Math.abs(expected), expected + 0.1 * Math.abs(expected));
    }
  }

  @Test
  void itMayChangeBetweenAttemptsAndTheCheckpointSaysSo() throws Exception {
    stage.run(stage.config(PpoFixture.settings("steps: 2")), 1);

    var more = PpoFixture.settings("steps: 4, precision: bf16");
    assertThat(stage.run(stage.config(more), 2)).isEqualTo(ExitCode.DONE);

    CheckpointManifest manifest = Verification.of(stage.checkpoint(2, 6)).manifest();
    assertThat(manifest.changes().stream().flatMap(change -> change.fields().stream()))
        .contains("spec.stages.ppo.precision was absent and is \"bf16\"");
  }

  @Test
  void twoRunsAreTheSameBytes() throws Exception {
    PpoFixture other = PpoFixture.in(Files.createDirectories(root.resolve("other")));
    for (PpoFixture one : List.of(stage, other)) {
      one.run(one.config(PpoFixture.settings("precision: bf16")), 1);
    }
    assertThat(Stream.of("model.safetensors", "critic/model.safetensors"))
        .allSatisfy(
            file ->
                assertThat(stage.checkpoint(1, 6).resolve(file))
                    .hasSameBinaryContentAs(other.checkpoint(1, 6).resolve(file)));
  }
}
