package dev.rlhf.trainer.rm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.contract.StageResult;
import dev.rlhf.manifest.ChatFormat;
import dev.rlhf.plan.Parent;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.checkpoint.DamagedCheckpointException;
import dev.rlhf.trainer.checkpoint.Verification;
import dev.rlhf.trainer.model.Architecture;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.sft.SftFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RmStageTest {
  private static final int LAST = 24;

  @TempDir private Path root;

  @Test
  void anInterruptedStageEndsWithTheSameBytes() throws IOException {
    RmFixture stage = new RmFixture(root);
    assertResumes(
        stage,
        stage.fromModel(RmFixture.model("untied"), ChatFormat.HUMAN_ASSISTANT, 1),
        List.of(
            "model.safetensors",
            "trainer/optimizer.safetensors",
            "trainer/language_head.safetensors"));
  }

  @Test
  void anInterruptedAdapterEndsWithTheSameBytes() throws IOException {
    RmFixture stage = new RmFixture(root);
    StageConfig config = stage.fromModel(RmFixture.model("untied"), ChatFormat.HUMAN_ASSISTANT, 1);

    assertResumes(
        stage,
        RmFixture.adapting(config),
        List.of("adapter_model.safetensors", "trainer/optimizer.safetensors"));

    Path last = stage.checkpoint(2, LAST);
    assertThat(last.resolve("model.safetensors")).doesNotExist();
    // The language model's head is the base's and stands still.
    assertThat(last.resolve("trainer/language_head.safetensors")).doesNotExist();
    List<JsonNode> figures = stage.figures(2);
    assertThat(figures.get(LAST - 1).get("loss").asDouble())
        .isLessThan(figures.get(0).get("loss").asDouble());
  }

  private static void assertResumes(RmFixture stage, StageConfig config, List<String> written)
      throws IOException {
    assertThat(stage.run(config, 1)).isEqualTo(ExitCode.DONE);
    List<byte[]> straight = bytes(stage.checkpoint(1, LAST), written);
    List<JsonNode> figures = stage.figures(1);

    // What is left of an attempt that was killed in step 21: its last two checkpoints are gone.
    Files.delete(stage.checkpoint(1, LAST).resolve(CheckpointLayout.MANIFEST));
    Files.delete(stage.checkpoint(1, 20).resolve(CheckpointLayout.MANIFEST));
    assertThat(stage.run(config, 2)).isEqualTo(ExitCode.DONE);

    assertThat(stage.terminationMessage().resumedFrom()).isEqualTo(10);
    List<byte[]> resumed = bytes(stage.checkpoint(2, LAST), written);
    for (int i = 0; i < written.size(); i++) {
      assertThat(resumed.get(i)).as(written.get(i)).isEqualTo(straight.get(i));
    }
    assertThat(stage.figures(2)).hasSameSizeAs(figures);
    assertThat(stage.figures(2).get(LAST - 1).get("loss"))
        .isEqualTo(figures.get(LAST - 1).get("loss"));
  }

  @Test
  void startsFromTheVerifiedCheckpointOfSftAndNamesItsDigest()
      throws IOException, DamagedCheckpointException {
    RmFixture stage = new RmFixture(root);
    Parent sft = sft();

    assertThat(stage.run(stage.fromSft(sft), 1)).isEqualTo(ExitCode.DONE);

    StageResult result = stage.terminationMessage();
    assertThat(result.parents()).containsOnlyKeys("sft").containsEntry("sft", sft.digest());
    Path folder = root.resolve(result.checkpoint().path());
    assertThat(Verification.of(folder).manifest().parents()).isEqualTo(result.parents());
    HuggingFaceFolder saved = HuggingFaceFolder.open(folder).expect(Architecture.REWARD_MODEL);
    assertThat(saved.config().json().get("num_labels").asInt()).isEqualTo(1);
    assertThat(saved.config().json().get("pad_token_id").asInt()).isZero();
    assertThat(folder.resolve("tokenizer.json"))
        .hasSameBinaryContentAs(Path.of(sft.path()).resolve("tokenizer.json"));
  }

  @Test
  void aStageThatIsDoneMakesNoStepAgain() throws IOException {
    RmFixture stage = new RmFixture(root);
    StageConfig config = stage.fromModel(RmFixture.model("tied"), ChatFormat.TOKENIZER, 0);
    stage.run(config, 1);
    StageResult first = stage.terminationMessage();

    assertThat(stage.run(config, 2)).isEqualTo(ExitCode.DONE);

    assertThat(stage.terminationMessage().checkpoint()).isEqualTo(first.checkpoint());
    assertThat(stage.checkpoint(2, LAST)).doesNotExist();
  }

  @Test
  void refusesAnotherCheckpointThanTheOneThatIsNamed() throws IOException {
    RmFixture stage = new RmFixture(root);
    Parent sft = sft();

    assertEnds(
        ExitCode.DAMAGED,
        stage.fromSft(new Parent(sft.path(), "0".repeat(64))),
        "is another checkpoint than parents.sft names");
    Files.writeString(Path.of(sft.path()).resolve("config.json"), "{}");
    assertEnds(ExitCode.DAMAGED, stage.fromSft(sft), "the checkpoint of stage sft, is damaged");
    assertRefused(stage.fromSft(), "parents.sft is missing");
  }

  @Test
  void refusesARewardModelAsBase() throws IOException {
    assertRefused(
        new RmFixture(root).fromModel(RmFixture.CLASSIFIER, ChatFormat.TOKENIZER, 1),
        "holds a reward model (LlamaForSequenceClassification); name a folder with a language model");
  }

  private void assertRefused(StageConfig config, String message) throws IOException {
    assertEnds(ExitCode.INVALID, config, message);
  }

  private void assertEnds(ExitCode end, StageConfig config, String message) throws IOException {
    RmFixture stage = new RmFixture(root);
    assertThat(stage.run(config, 1)).isEqualTo(end);
    assertThat(stage.terminationMessage().message()).contains(message);
  }

  /** SFT on the same volume. */
  private Parent sft() throws IOException {
    SftFixture sft = new SftFixture(root);
    sft.run(sft.config(ChatFormat.TOKENIZER, 100, SftFixture.settings(1, 4, 1e-3)), 1);
    StageResult result = sft.terminationMessage();
    return new Parent(
        root.resolve(result.checkpoint().path()).toString(), result.checkpoint().digest());
  }

  private static List<byte[]> bytes(Path checkpoint, List<String> written) throws IOException {
    List<byte[]> bytes = new ArrayList<>();
    for (String name : written) {
      bytes.add(Files.readAllBytes(checkpoint.resolve(name)));
    }
    return bytes;
  }
}
