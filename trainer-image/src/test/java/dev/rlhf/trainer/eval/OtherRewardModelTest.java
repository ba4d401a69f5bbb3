package dev.rlhf.trainer.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.plan.NamedInput;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.checkpoint.ModelDigest;
import dev.rlhf.trainer.checkpoint.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherRewardModelTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path root;
  private EvaluationFixture stage;

  @BeforeEach
  void open() throws IOException {
    stage = EvaluationFixture.in(root);
  }

  private StageConfig judgedBy(Path folder) {
    return stage.config(
        EvaluationFixture.settings(new NamedInput("second", "file://rm", folder.toString())),
        EvaluationFixture.ROWS);
  }

  private Path copy() throws IOException {
    Path copy = Files.createDirectory(root.resolve("other-rm"));
    try (var files = Files.list(stage.folder(Stage.RM))) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }

  private static void edit(Path file, String field, Object value) throws IOException {
    ObjectNode json = (ObjectNode) JSON.readTree(file.toFile());
    Files.writeString(file, json.putPOJO(field, value).toString());
  }

  @Test
  void theRewardModelAsItsOwnSecondSaysTheSame() throws Exception {
    Path folder = stage.folder(Stage.RM);

    assertThat(stage.run(judgedBy(folder), 1)).isEqualTo(ExitCode.DONE);

    EvaluationReport report = stage.report(1);
    assertThat(report.scores()).containsOnlyKeys("rm_score", "second");
    assertThat(report.scores().get("second")).isEqualTo(report.scores().get("rm_score"));
    assertThat(report.ppo().scores().get("second"))
        .isEqualTo(report.ppo().scores().get("rm_score"));
    assertThat(stage.terminationMessage().figures()).containsKey("second_difference_low");
    assertThat(Verification.of(stage.checkpoint(1)).manifest().data())
        .containsEntry("scorers.second", ModelDigest.of(folder));
  }

  /** The text of an answer is not always what its ids were, so the scores are close, not equal. */
  @Test
  void oneOfAnotherTokenizerReadsTheText() throws IOException {
    Path other = copy();
    Path tokenizer = other.resolve("tokenizer.json");
    ObjectNode json = (ObjectNode) JSON.readTree(tokenizer.toFile());
    // Changes what a decoder says of places in a text, and no id.
    ((ObjectNode) json.get("decoder")).put("trim_offsets", false);
    Files.writeString(tokenizer, json.toString());

    assertThat(stage.run(judgedBy(other), 1)).isEqualTo(ExitCode.DONE);

    EvaluationReport report = stage.report(1);
    assertThat(report.sft().scores().get("second").mean())
        .isCloseTo(report.sft().scores().get("rm_score").mean(), within(0.5));
    assertThat(report.scores().get("second").winTieLose().tie()).isLessThan(1);
  }

  @Test
  void oneThatIsNoRewardModelIsRefused() throws IOException {
    assertRefused(stage.folder(Stage.SFT), "holds a language model");
    assertRefused(root.resolve("nowhere"), "There is no model folder");
  }

  @Test
  void oneThatCannotReadTheAnswersIsRefused() throws IOException {
    Path other = copy();
    edit(other.resolve("config.json"), "max_position_embeddings", 16);

    assertRefused(other, "scorer second, reads only 16 tokens");
  }

  private void assertRefused(Path folder, String message) throws IOException {
    assertThat(stage.run(judgedBy(folder), 1)).isEqualTo(ExitCode.INVALID);
    assertThat(stage.terminationMessage().message()).contains(message).hasLineCount(1);
    assertThat(stage.checkpoint(1)).doesNotExist();
  }
}
