package dev.rlhf.operator.cluster;

import dev.rlhf.contract.Documents;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.contract.StageResult;
import dev.rlhf.manifest.CheckpointRef;
import dev.rlhf.plan.Stage;
import java.util.Map;

/** The last words of processes. */
public final class Results {
  private static final String POD = "4f2d";

  private Results() {}

  /** The stage is done. */
  public static String done(int attempt, long step) {
    return words(attempt, ExitCode.DONE, "done", checkpoint(attempt, step));
  }

  /** The attempt ended in some other way, with its newest checkpoint. */
  public static String ended(int attempt, ExitCode exit, String message, CheckpointRef newest) {
    return words(attempt, exit, message, newest);
  }

  public static CheckpointRef checkpoint(int attempt, long step) {
    return new CheckpointRef(
        "quick-12345678/sft/%d-%s/step-%d".formatted(attempt, POD, step), "ab".repeat(32), step);
  }

  private static String words(int attempt, ExitCode exit, String message, CheckpointRef newest) {
    return Documents.jsonLine(
        new StageResult(
            Stage.SFT, attempt, POD, exit, message, newest, 0, Map.of(), Map.of("loss", 0.5)));
  }
}
