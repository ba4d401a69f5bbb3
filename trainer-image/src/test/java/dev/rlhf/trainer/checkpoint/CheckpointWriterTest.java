package dev.rlhf.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlhf.manifest.ChatFormat;
import dev.rlhf.plan.CheckpointSettings;
import dev.rlhf.plan.Input;
import dev.rlhf.plan.OptimizerSettings;
import dev.rlhf.plan.RunIdentity;
import dev.rlhf.plan.SftSettings;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.checkpoint.CheckpointWriter.Draft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointWriterTest {
  private static final RunIdentity RUN = new RunIdentity("fern", "0f1e2d3c-4b5a");

  @TempDir Path stage;
  private Path attempt;

  @BeforeEach
  void open() throws IOException {
    attempt = Files.createDirectory(stage.resolve("1-a"));
  }

  private static Provenance provenance() {
    StageConfig config =
        new StageConfig(
            StageConfig.VERSION,
            Stage.SFT,
            RUN,
            1,
            ChatFormat.TOKENIZER,
            "/checkpoints",
            new Input("demo://model", null),
            Map.of(),
            Map.of(),
            new CheckpointSettings(1, 1),
            new SftSettings(1, 1, 1, 1, OptimizerSettings.of(null), 2, null, null, null));
    return new Provenance(
        config, "yaml", 1, "pod", Map.of(), Map.of(), new Machine(1, "cpu", Map.of()), List.of());
  }

  private CheckpointWriter writer(CheckpointWriter.LastFile lastFile) {
    return new CheckpointWriter(
        provenance(),
        new Retention(stage, attempt, 9, 0, Set.of()),
        folder -> Long.MAX_VALUE,
        lastFile);
  }

  private static Draft fill(CheckpointWriter writer, long step) throws IOException {
    return writer.fill(
        step, 9, 0, folder -> Files.writeString(folder.resolve("weights"), "of " + step));
  }

  /** A file whose name is there, and of which the disk says that it is not on it. */
  private static void refused(Path file, byte[] bytes) throws IOException {
    DurableFiles.write(file, bytes);
    throw new IOException("Input/output error");
  }

  @Test
  void whatTheDiskDidNotConfirmIsNoCheckpoint() throws IOException {
    CheckpointWriter sound = writer(DurableFiles::write);
    sound.publish(fill(sound, 1));
    CheckpointWriter failing = writer(CheckpointWriterTest::refused);
    Draft draft = fill(failing, 2);

    assertThatThrownBy(() -> failing.publish(draft)).hasMessage("Input/output error");

    assertThat(attempt.resolve("step-2/weights")).exists();
    assertThat(
            new Lineage(stage, RUN, Stage.SFT, (folder, flaw) -> {})
                .newest()
                .map(checkpoint -> checkpoint.manifest().step()))
        .contains(1L);
  }
}
