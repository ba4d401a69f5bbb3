package dev.rlhf.trainer.local;

import dev.rlhf.contract.StageEnvironment;
import dev.rlhf.plan.Stage;
import dev.rlhf.trainer.Main;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A verb of the trainer in a process of its own, as a pod would run it.
 *
 * @param port of its progress and metrics
 */
record TrainerProcess(Process process, int port) {

  /** Starts a stage, or its {@code result}, with a pod's environment. */
  static TrainerProcess start(RunFolder folder, Stage stage, String verb, int attempt)
      throws IOException {
    int port = freePort();
    Path terminationLog = folder.terminationLog(stage);
    Files.deleteIfExists(terminationLog);
    ProcessBuilder builder =
        new ProcessBuilder(command(verb, folder.config(stage)))
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true)
            .redirectOutput(folder.output(stage).toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                StageEnvironment.ATTEMPT, Integer.toString(attempt),
                StageEnvironment.POD_UID, UUID.randomUUID().toString(),
                StageEnvironment.TERMINATION_LOG, terminationLog.toString(),
                StageEnvironment.PORT, Integer.toString(port)));
    return new TrainerProcess(builder.start(), port);
  }

  /** This very program, by the same Java and class path. */
  private static List<String> command(String verb, Path config) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        Main.class.getName(),
        verb,
        "--config",
        config.toString());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
