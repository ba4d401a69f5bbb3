package dev.rlhf.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.plan.Input;
import dev.rlhf.plan.Parent;
import dev.rlhf.plan.RunIdentity;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.Spoken;
import dev.rlhf.trainer.checkpoint.Checkpoint;
import dev.rlhf.trainer.checkpoint.ModelDigest;
import dev.rlhf.trainer.checkpoint.SmallestStage;
import dev.rlhf.trainer.checkpoint.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A parent, and a child that went on from it, as two stages on one volume. */
class VerifyCommandTest {
  private static final RunIdentity RUN = SmallestStage.RUN;

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
        SmallestStage.config(
            RUN, root.toString(), new Input("file://model", model.toString()), places);
    Path attempt =
        Files.createDirectories(
            new CheckpointLayout(root).attempt(RUN, stage, 1, "pod-of-" + stage.id()));
    return new Written(attempt, SmallestStage.provenance(config, "pod", parents), 1)
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
