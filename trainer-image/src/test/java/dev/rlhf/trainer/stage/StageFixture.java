package dev.rlhf.trainer.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.Documents;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.contract.StageEnvironment;
import dev.rlhf.contract.StageResult;
import dev.rlhf.plan.RunIdentity;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.metrics.StageMetrics;
import dev.rlhf.trainer.metrics.StageMonitor;
import dev.rlhf.trainer.tensor.ComputeDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A small stage on a checkpoint volume of its own: its attempts, and what they leave there. */
public interface StageFixture {
  /** The run that every one is of. */
  RunIdentity RUN = new RunIdentity("fern", "0f1e2d3c-4b5a");

  ObjectMapper JSON = new ObjectMapper();

  /** Root of the checkpoint volume. */
  Path root();

  Stage stage();

  StageProgram program();

  default ExitCode run(StageConfig config, int attempt) throws IOException {
    return run(config, environment(attempt), Clock.systemUTC());
  }

  default ExitCode run(StageConfig config, Map<String, String> environment, Clock clock)
      throws IOException {
    return new StageProcess(stage(), program(), environment, clock).run(write(config));
  }

  /** Writes stage.yaml. */
  default Path write(StageConfig config) throws IOException {
    return Files.writeString(
        Files.createDirectories(root()).resolve("stage.yaml"), Documents.yaml(config));
  }

  /** That of an attempt's pod. */
  default Map<String, String> environment(int attempt) {
    return Map.of(
        StageEnvironment.ATTEMPT,
        "" + attempt,
        StageEnvironment.POD_UID,
        "pod" + attempt,
        StageEnvironment.PORT,
        "0",
        StageEnvironment.TERMINATION_LOG,
        terminationLog().toString());
  }

  /** What the program is given in a first attempt. */
  default StageContext context(StageConfig config) {
    Clock clock = Clock.systemUTC();
    return new StageContext(
        config,
        Documents.yaml(config),
        AttemptEnvironment.of(environment(1)),
        ComputeDevice.CPU,
        new StageMonitor(clock),
        new StageMetrics(RUN, stage()),
        new Interruption(clock),
        clock);
  }

  default Path attempt(int attempt) {
    return new CheckpointLayout(root()).attempt(RUN, stage(), attempt, "pod" + attempt);
  }

  default Path checkpoint(int attempt, long step) {
    return CheckpointLayout.step(attempt(attempt), step);
  }

  default Path terminationLog() {
    return root().resolve("termination-log");
  }

  default StageResult terminationMessage() throws IOException {
    return Documents.read(Files.readAllBytes(terminationLog()), StageResult.class);
  }

  default List<JsonNode> figures(int attempt) throws IOException {
    return rows(attempt(attempt).resolve(CheckpointLayout.FIGURES));
  }

  /** Those of a JSON lines file. */
  default List<JsonNode> rows(Path file) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }
}
