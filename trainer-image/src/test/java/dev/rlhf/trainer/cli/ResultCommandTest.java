package dev.rlhf.trainer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.Documents;
import dev.rlhf.contract.PeakMemory;
import dev.rlhf.contract.StageResult;
import dev.rlhf.manifest.ChatFormat;
import dev.rlhf.manifest.InitFrom;
import dev.rlhf.manifest.LmLossOn;
import dev.rlhf.plan.CheckpointSettings;
import dev.rlhf.plan.Input;
import dev.rlhf.plan.OptimizerSettings;
import dev.rlhf.plan.Parent;
import dev.rlhf.plan.RmSettings;
import dev.rlhf.plan.RunIdentity;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.Spoken;
import dev.rlhf.trainer.checkpoint.Checkpoint;
import dev.rlhf.trainer.checkpoint.ModelDigest;
import dev.rlhf.trainer.checkpoint.SmallestStage;
import dev.rlhf.trainer.checkpoint.Written;
import dev.rlhf.trainer.memory.ForeseenMemory;
import dev.rlhf.trainer.tensor.Lanes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether what a stage starts from is whole: a checkpoint of this run, or a ready model. */
class ResultCommandTest {
  private static final RunIdentity RUN = SmallestStage.RUN;

  @TempDir Path root;
  private Checkpoint sft;

  @BeforeEach
  void write() throws IOException {
    Path attempt =
        Files.createDirectories(new CheckpointLayout(root).attempt(RUN, Stage.SFT, 1, "pod"));
    sft =
        new Written(attempt, SmallestStage.provenance(config(Map.of()), "pod", Map.of()), 1)
            .write(1, 1, folder -> Files.writeString(folder.resolve("weights"), "sft"));
  }

  private StageConfig config(Map<Stage, Parent> parents) {
    return new StageConfig(
        StageConfig.VERSION,
        Stage.RM,
        RUN,
        1,
        ChatFormat.TOKENIZER,
        root.toString(),
        new Input("demo://model", null),
        Map.of(),
        parents,
        new CheckpointSettings(1, 1),
        new RmSettings(
            InitFrom.SFT,
            1.0,
            LmLossOn.ANSWER,
            1,
            1,
            1,
            1e-3,
            OptimizerSettings.of(null),
            2,
            null,
            null,
            null));
  }

  private Spoken result(Map<Stage, Parent> parents, String... rules) throws IOException {
    Path file = root.resolve("stage.yaml");
    Files.writeString(file, Documents.yaml(config(parents)));
    List<String> words = new ArrayList<>(List.of("result", "--config", file.toString(), "--check"));
    for (String rule : rules) {
      words.addAll(List.of("--reward-rule", rule));
    }
    return Spoken.by(words.toArray(String[]::new));
  }

  private Parent parent() {
    return new Parent(sft.folder().toString(), sft.digest());
  }

  @Test
  void parentsThatVerifyAreToldWithTheirDigests() throws IOException {
    Path ready = Files.createDirectory(root.resolve("ready"));
    Files.writeString(ready.resolve("config.json"), "{}");

    Spoken said = result(Map.of(Stage.SFT, parent(), Stage.RM, new Parent(ready.toString(), null)));

    assertThat(said.status()).isZero();
    assertThat(said.out()).contains("DONE", sft.digest(), ModelDigest.of(ready));
  }

  @Test
  void everyOneThatIsDamagedOrGoneIsNamed() throws IOException {
    Files.writeString(sft.folder().resolve("weights"), "SFT");

    Spoken said = result(Map.of(Stage.SFT, parent(), Stage.RM, new Parent("/nowhere", null)));

    assertThat(said.status()).isEqualTo(65);
    assertThat(said.out())
        .contains("the checkpoint of stage sft, is damaged (weights has another digest)")
        .contains("/nowhere, the checkpoint of stage rm, is not there");
  }

  @Test
  void aRuleOfALaterStageIsCompiledBeforeAnythingIsTrained() throws IOException {
    assertThat(
            result(
                Map.of(Stage.SFT, parent()), "end=ended == true ? 1.0 : \"a\" == 'b' ? 0.0 : 2.0"))
        .satisfies(said -> assertThat(said.status()).as(said.out()).isZero());

    Spoken said = result(Map.of(Stage.SFT, parent()), "fine=1.0", "broken=answr.size()");

    assertThat(said.status()).isEqualTo(64);
    assertThat(said.out())
        .contains("spec.stages.ppo.rewards: the rule of reward broken cannot be read");
  }

  @Test
  void theMemoryThatTheStageWillTakeIsToldBeforehand() throws IOException {
    Path model = Path.of("src/test/resources/sft/model").toAbsolutePath();
    Map<Stage, Parent> parents = Map.of(Stage.SFT, new Parent(model.toString(), null));

    Spoken said = result(parents);

    assertThat(said.status()).as(said.out()).isZero();
    PeakMemory foreseen = ForeseenMemory.of(config(parents), Lanes.MOST).orElseThrow();
    assertThat(Documents.read(said.out().getBytes(UTF_8), StageResult.class).figures())
        .containsOnly(entry(PeakMemory.FIGURE, (double) foreseen.bytes()));
    assertThat(result(Map.of(Stage.SFT, parent())).out())
        .as("a model of which nothing can be read")
        .doesNotContain(PeakMemory.FIGURE);
  }
}
