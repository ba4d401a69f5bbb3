package dev.rlhf.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpuModelTest {

  @Test
  void itIsWhatTheDriverSaysOfTheFirst(@TempDir Path gpus) throws IOException {
    information(gpus, "0000:3b:00.0", "Model: \t\t NVIDIA A100-SXM4-40GB\nIRQ:   \t\t 125\n");
    information(gpus, "0000:af:00.0", "Model: \t\t NVIDIA L4\n");

    assertThat(GpuModel.of(gpus)).isEqualTo("NVIDIA A100-SXM4-40GB");
  }

  @Test
  void whereThereIsNoDriverItIsUnknown(@TempDir Path gpus) {
    assertThat(GpuModel.of(gpus)).isEqualTo("unknown");
    assertThat(GpuModel.of(gpus.resolve("none"))).isEqualTo("unknown");
  }

  private static void information(Path gpus, String bus, String text) throws IOException {
    Files.writeString(Files.createDirectories(gpus.resolve(bus)).resolve("information"), text);
  }
}
