package dev.rlhf.trainer.local;

import dev.rlhf.trainer.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A user's {@code rlhf run run.yaml} in a folder. */
record UserCommand(Path home) {

  /** How it ended, and what it said. */
  record End(int status, String out, String err) {
    /** The folder that the last line names. */
    Path model() {
      List<String> lines = out.lines().toList();
      return Path.of(lines.get(lines.size() - 1));
    }
  }

  End run(String... options) throws IOException, InterruptedException {
    Path err = home.resolve("err");
    Process process = builder(options).redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes());
    return new End(process.waitFor(), out, Files.readString(err));
  }

  Process start() throws IOException {
    return builder().start();
  }

  private ProcessBuilder builder(String... options) {
    Stream<String> java =
        Stream.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "run",
            "run.yaml");
    return new ProcessBuilder(Stream.concat(java, Stream.of(options)).toList())
        .directory(home.toFile());
  }
}
