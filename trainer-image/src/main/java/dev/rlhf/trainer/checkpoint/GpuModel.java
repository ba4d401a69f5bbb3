package dev.rlhf.trainer.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The model of the GPU, as NVIDIA's driver tells it in a container. */
public final class GpuModel {
  static final Path DRIVER = Path.of("/proc/driver/nvidia/gpus");
  private static final String MODEL = "Model:";

  private GpuModel() {}

  /** That of the first GPU here, or {@code unknown} where the driver does not tell. */
  public static String here() {
    return of(DRIVER);
  }

  static String of(Path gpus) {
    try (Stream<Path> files = Files.walk(gpus, 2)) {
      for (Path file : files.filter(f -> f.endsWith("information")).sorted().toList()) {
        for (String line : Files.readAllLines(file)) {
          if (line.startsWith(MODEL)) {
            return line.substring(MODEL.length()).strip();
          }
        }
      }
    } catch (IOException e) {
      return "unknown";
    }
    return "unknown";
  }
}
