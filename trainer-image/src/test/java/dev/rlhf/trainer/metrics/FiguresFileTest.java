package dev.rlhf.trainer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FiguresFileTest {
  @TempDir Path folder;

  private String copied(Path earlier, long upToStep) throws IOException {
    Path file = folder.resolve("copied");
    try (FiguresFile figures = new FiguresFile(file)) {
      figures.copy(earlier, upToStep);
    }
    return Files.readString(file);
  }

  @Test
  void linesUpToAStepAreTakenOver() throws IOException {
    Path earlier =
        Files.writeString(folder.resolve("earlier"), "{\"step\":1}\n{\"step\":2}\n{\"st");

    assertThat(copied(earlier, 1)).isEqualTo("{\"step\":1}\n");
  }

  @Test
  void linesThatADiskHasSpoiledAreLeftOut() throws IOException {
    byte[] lines = "{\"step\":1}\n{\"step\":2}\n{\"step\":3}\n".getBytes(StandardCharsets.UTF_8);
    lines[13] = (byte) 0xff;
    lines[14] = 0;

    assertThat(copied(Files.write(folder.resolve("earlier"), lines), 3))
        .isEqualTo("{\"step\":1}\n{\"step\":3}\n");
  }

  /** Linux answers a read of a process's own first bytes as a disk that fails. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aFileThatCannotBeReadHoldsNothingUp() throws IOException {
    assertThat(copied(Path.of("/proc/self/mem"), 3)).isEmpty();
    assertThat(copiedOfNone()).isEmpty();
  }

  private String copiedOfNone() throws IOException {
    Files.delete(folder.resolve("copied"));
    return copied(folder.resolve("none"), 0);
  }
}
