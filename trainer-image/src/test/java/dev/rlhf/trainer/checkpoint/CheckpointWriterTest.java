package dev.rlhf.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlhf.plan.Stage;
import dev.rlhf.trainer.checkpoint.CheckpointWriter.Draft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointWriterTest {
  @TempDir Path stage;
  private Path attempt;

  @BeforeEach
  void open() throws IOException {
    attempt = Files.createDirectory(stage.resolve("1-a"));
  }

  private CheckpointWriter writer(CheckpointWriter.LastFile lastFile) {
    return new CheckpointWriter(
        SmallestStage.provenance(SmallestStage.config(), "pod", Map.of()),
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
            new Lineage(stage, SmallestStage.RUN, Stage.SFT, (folder, flaw) -> {})
                .newest()
                .map(checkpoint -> checkpoint.manifest().step()))
        .contains(1L);
  }
}
