package dev.rlhf.operator.cluster;

import dev.rlhf.contract.Digest;
import dev.rlhf.contract.Documents;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.contract.FetchResult;
import dev.rlhf.contract.PeakMemory;
import dev.rlhf.contract.StageResult;
import dev.rlhf.manifest.CheckpointRef;
import dev.rlhf.plan.Stage;
import java.util.Map;

/** The last words of processes. */
public final class Results {
  private static final String POD = "4f2d";
  private static final Map<String, String> FROM = Map.of("model", Digest.of("the base model"));
  private static final Map<String, String> DATA =
      Map.of("demonstrations", Digest.of("the demonstrations"));

  private Results() {}

  /** SFT is done. */
  public static String done(int attempt, long step) {
    return done(Stage.SFT, attempt, step);
  }

  /** A stage is done. */
  public static String done(Stage stage, int attempt, long step) {
    return words(stage, attempt, ExitCode.DONE, "done", checkpoint(stage, attempt, step));
  }

  /** The attempt of SFT ended in some other way, with its newest checkpoint. */
  public static String ended(int attempt, ExitCode exit, String message, CheckpointRef newest) {
    return words(Stage.SFT, attempt, exit, message, newest);
  }

  /** What a look at the parents of a stage found. */
  public static String parents(Stage stage, ExitCode exit, String message) {
    return words(stage, 0, exit, message, null);
  }

  /** A look at what a stage starts from found nothing wrong, and foresees its memory. */
  public static String foreseen(Stage stage, long bytes) {
    return Documents.jsonLine(
        new StageResult(
            stage,
            0,
            POD,
            ExitCode.DONE,
            "all is well",
            null,
            0,
            Map.of(),
            Map.of(),
            Map.of(PeakMemory.FIGURE, (double) bytes)));
  }

  public static CheckpointRef checkpoint(int attempt, long step) {
    return checkpoint(Stage.SFT, attempt, step);
  }

  public static CheckpointRef checkpoint(Stage stage, int attempt, long step) {
    String path = "quick-12345678/%s/%d-%s/step-%d".formatted(stage.id(), attempt, POD, step);
    return new CheckpointRef(path, Digest.of(path), step);
  }

  /** Another kind of last words. */
  public static String text(FetchResult result) {
    return Documents.jsonLine(result);
  }

  private static String words(
      Stage stage, int attempt, ExitCode exit, String message, CheckpointRef newest) {
    return Documents.jsonLine(
        new StageResult(
            stage, attempt, POD, exit, message, newest, 0, FROM, DATA, Map.of("loss", 0.5)));
  }
}
