package dev.rlhf.trainer.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What numeric results depend on besides the input.
 *
 * @param threads of the numeric library
 * @param cpu model of the processor
 * @param versions of the libraries that compute
 */
public record Machine(int threads, String cpu, Map<String, String> versions) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  /** The model of this machine's processor, or its architecture where it tells no more. */
  public static String cpuModel() {
    if (!Files.isReadable(CPU_INFO)) {
      return System.getProperty("os.arch");
    }
    try (var lines = Files.lines(CPU_INFO)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
