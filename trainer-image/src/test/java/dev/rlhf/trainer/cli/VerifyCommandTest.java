package dev.rlhf.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.Documents;
import dev.rlhf.manifest.ChatFormat;
import dev.rlhf.plan.CheckpointSettings;
import dev.rlhf.plan.Input;
import dev.rlhf.plan.OptimizerSettings;
import dev.rlhf.plan.Parent;
import dev.rlhf.plan.RunIdentity;
import dev.rlhf.plan.SftSettings;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.Spoken;
import dev.rlhf.trainer.checkpoint.Checkpoint;
import dev.rlhf.trainer.checkpoint.Machine;
import dev.rlhf.trainer.checkpoint.ModelDigest;
import dev.rlhf.trainer.checkpoint.Provenance;
import dev.rlhf.trainer.checkpoint.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A parent, and a child that went on from it, as two stages on one volume. */
class VerifyCommandTest {
  private static final RunIdentity RUN = new RunIdentity("fern", "0f1e2d3c-4b5a");

  @TempDir Path root;
  private Path model;
  private Checkpoint parent;
  private Checkpoint child;

  @BeforeEach
  void write() throws IOException {
    model = Files.createDirectory(root.resolve("model"));
    Files.writeString(model.resolve("config.json"), "{}");
    parent = checkpoint(Stage.SFT, Map.of("model", ModelDigest.of(model)), Map.of());
    child =
        checkpoint(
            Stage.RM,
            Map.of("sft", parent.digest()),
            Map.of(Stage.SFT, new Parent(parent.folder().toString(), parent.digest())));
  }

  private Checkpoint checkpoint(Stage stage, Map<String, String> parents, Map<Stage, Parent> places)
      throws IOException {
    StageConfig config =
        new StageConfig(
            StageConfig.VERSION,
            Stage.SFT,
            RUN,
            1,
            ChatFormat.TOKENIZER,
            root.toString(),
            new Input("file://model", model.toString()),
            Map.of(),
            places,
            new CheckpointSettings(1, 1),
            new SftSettings(1, 1, 1, 1, OptimizerSettings.of(null), 2, null, null, null));
    Path attempt =
        Files.createDirectories(
            new CheckpointLayout(root).attempt(RUN, stage, 1, "pod-of-" + stage.id()));
    Machine machine = new Machine(1, "cpu", Map.of());
    return new Written(
            attempt,
            new Provenance(
                config, Documents.yaml(config), 1, "pod", parents, Map.of(), machine, List.of()),
            1)
        .write(1, 1, folder -> Files.writeString(folder.resolve("weights"), stage.id()));
  }

  private static Spoken verify(Checkpoint checkpoint, String... options) {
    return verify(checkpoint.folder(), options);
  }

  private static Spoken verify(Path folder, String... options) {
    String[] arguments = new String[options.length + 2];
    arguments[0] = "verify";
    arguments[1] = folder.toString();
    System.arraycopy(options, 0, arguments, 2, options.length);
    return Spoken.by(arguments);
  }

  @Test
  void whatIsWholeIsToldWithItsDigest() {
    assertThat(verify(child).status()).isZero();
    assertThat(verify(child).out())
        .contains("checkpoint whole", "step 1 of 1", "digest " + child.digest())
        .doesNotContain(parent.digest());
    assertThat(verify(child, "--lineage").out())
        .contains("sft        whole", "digest " + parent.digest(), "model      whole");
    assertThat(verify(child, "--lineage", "--json").out()).contains("\"state\" : \"WHOLE\"");
  }

  @Test
  void aMovedCheckpointVerifiesFromItsOwnManifest() throws IOException {
    Path moved = Files.move(child.folder(), root.resolve("my-model"));

    assertThat(verify(moved).status()).isZero();
    assertThat(verify(moved, "--lineage").status()).isZero();
  }

  @Test
  void aParentThatIsElsewhereIsFoundWhereOneLooks() throws IOException {
    Path away = Files.createDirectory(root.resolve("away"));
    Files.move(parent.folder(), away.resolve("sft"));

    assertThat(verify(child, "--lineage").status()).isEqualTo(66);
    assertThat(verify(child, "--lineage").out()).contains("sft        not found", "--in");
    assertThat(verify(child, "--lineage", "--in", away.toString()).status()).isZero();
  }

  @Test
  void aDamagedParentShowsInTheLineageOnly() throws IOException {
    Files.writeString(parent.folder().resolve("weights"), "SFT");

    assertThat(verify(child).status()).isZero();
    assertThat(verify(child, "--lineage").status()).isEqualTo(65);
    assertThat(verify(parent).out()).contains("damaged", "weights has another digest");
  }

  @Test
  void aBaseModelThatChangedIsToldAndNoDamage() throws IOException {
    Files.writeString(model.resolve("config.json"), "{\"other\": 1}");

    assertThat(verify(child, "--lineage").status()).isZero();
    assertThat(verify(child, "--lineage").out()).contains("model elsewhere", "file://model");
  }

  @Test
  void whatIsNoFolderIsRefused() {
    assertThat(verify(root.resolve("nowhere")).status()).isEqualTo(64);
    assertThat(verify(root.resolve("nowhere")).err()).contains("there is no folder");
    assertThat(verify(model).status()).isEqualTo(65);
  }
}
