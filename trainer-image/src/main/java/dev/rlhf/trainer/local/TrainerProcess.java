package dev.rlhf.trainer.local;

import dev.rlhf.contract.StageEnvironment;
import dev.rlhf.manifest.Device;
import dev.rlhf.plan.Stage;
import dev.rlhf.trainer.Main;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A verb of the trainer in a process of its own, as a pod would run it.
 *
 * @param port of its progress and metrics
 * @param terminationLog its last words, which no other process writes to
 */
record TrainerProcess(Process process, int port, Path terminationLog) {

  /** Starts a stage, or its {@code result}, with a pod's environment. */
  static TrainerProcess start(
      RunFolder folder, Stage stage, String verb, Device device, int attempt) throws IOException {
    int port = freePort();
    String pod = UUID.randomUUID().toString();
    Path terminationLog = RunFolder.terminationLog(pod);
    ProcessBuilder builder =
        new ProcessBuilder(command(verb, folder.config(stage)))
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true)
            .redirectOutput(folder.output(stage).toFile());
    if (folder.processes(stage).alive().isEmpty()) {
      builder.environment().put(StageEnvironment.ENDED_BEFORE, Integer.toString(attempt));
    }
    builder
        .environment()
        .putAll(
            Map.of(
                StageEnvironment.ATTEMPT, Integer.toString(attempt),
                StageEnvironment.POD_UID, pod,
                StageEnvironment.DEVICE, device.id(),
                StageEnvironment.TERMINATION_LOG, terminationLog.toString(),
                StageEnvironment.PORT, Integer.toString(port)));
    Process process = builder.start();
    folder.processes(stage).add(process);
    return new TrainerProcess(process, port, terminationLog);
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
