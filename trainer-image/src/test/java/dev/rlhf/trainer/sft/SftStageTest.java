package dev.rlhf.trainer.sft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.Documents;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.contract.PeakMemory;
import dev.rlhf.contract.StageResult;
import dev.rlhf.manifest.ChatFormat;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.checkpoint.Verification;
import dev.rlhf.trainer.stage.StageResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stage leaves, and which it refuses. */
class SftStageTest {
  private static final String WEIGHTS = "model.safetensors";
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
  void aTargetThatTheFamilyHasNotIsRefused() throws IOException {
    StageConfig config =
        stage.config(ChatFormat.TOKENIZER, 5, SftFixture.adapting(SftFixture.settings(), "c_attn"));

    assertThat(stage.run(config, 1)).isEqualTo(ExitCode.INVALID);

    assertThat(stage.terminationMessage().message())
        .contains("lora.targets names c_attn", "write some of q_proj, k_proj");
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
