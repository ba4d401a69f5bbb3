package dev.rlhf.trainer.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.rlhf.contract.Documents;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.contract.StageResult;
import dev.rlhf.plan.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a stage's process ended.
 *
 * @param status as the operating system has it
 * @param result what the process said itself; empty where it could not
 */
record StageEnd(int status, Optional<StageResult> result) {
  private static final int KILLED = 137;

  /** A Java process that gets SIGINT or SIGTERM before it listens to them. */
  private static final Set<Integer> STOPPED_EARLY = Set.of(130, 143);

  private static final int TAIL_LINES = 20;

  static StageEnd of(Process ended, Path terminationLog) throws IOException {
    return new StageEnd(ended.exitValue(), said(terminationLog));
  }

  /** A process that is killed may leave half a message. */
  private static Optional<StageResult> said(Path terminationLog) throws IOException {
    try {
      return Files.exists(terminationLog)
          ? Optional.of(Documents.read(Files.readAllBytes(terminationLog), StageResult.class))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  ExitCode exitCode() {
    return STOPPED_EARLY.contains(status) ? ExitCode.INTERRUPTED : ExitCode.of(status);
  }

  /** What to tell people, and what they can do. */
  String lastWord(Stage stage, Path output) {
    String said = result.map(StageResult::message).orElseGet(() -> "exit status " + status);
    return stage.id()
        + switch (exitCode()) {
          case DONE -> " is done: " + said;
          case INVALID -> " cannot run: " + said;
          case DAMAGED -> " cannot start: " + said;
          case GUARD_FAILED -> " failed: " + said;
          case NO_SPACE -> " cannot go on: " + said;
          case INTERRUPTED -> " was interrupted: run the same command again to go on. " + said;
          case ERROR -> failure(said, output);
        };
  }

  private String failure(String said, Path output) {
    String cause =
        status == KILLED
            ? "was killed, perhaps for lack of memory: lower microBatchSize or maxLength"
            : "failed: " + said;
    return " %s%nIts output is in %s and ends with:%n%s%nRun the same command again to go on from the newest checkpoint."
        .formatted(cause, output, tail(output));
  }

  /** The volume that it lies on may be why the stage has failed. */
  private static String tail(Path output) {
    try {
      List<String> lines = new String(Files.readAllBytes(output), UTF_8).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return "(it cannot be read: %s)".formatted(e.getMessage());
    }
  }
}
