package dev.rlhf.trainer.stage;

import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.plan.Parent;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.checkpoint.DamagedCheckpointException;
import dev.rlhf.trainer.checkpoint.ModelDigest;
import dev.rlhf.trainer.checkpoint.Verification;
import dev.rlhf.trainer.model.AdapterBase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The checkpoint of an earlier stage, or a ready model in its place, all of it verified.
 *
 * @param digest SHA-256 of its manifest; of the model's files where it has none
 */
public record VerifiedParent(Path folder, String digest) {

  /** This, as what an adapter is trained on. */
  public AdapterBase asBase() {
    return new AdapterBase(folder, digest);
  }

  /**
   * Verifies what a stage is to start from.
   *
   * @throws InvalidInputException when {@code stage.yaml} names none
   * @throws StageFailedException when it is not what that says
   */
  public static VerifiedParent of(StageContext stage, Stage earlier) throws IOException {
    return of(stage.config(), earlier);
  }

  /** The same, of a stage that does not run yet. */
  static VerifiedParent of(StageConfig config, Stage earlier) throws IOException {
    Parent named = config.parents().get(earlier);
    if (named == null) {
      throw new InvalidInputException(
          "parents.%s is missing: write the path of the checkpoint that stage %s starts from"
              .formatted(earlier.id(), config.stage().id()));
    }
    Path folder = Path.of(named.path());
    if (!Files.isDirectory(folder)) {
      throw damaged(
          "%s, the checkpoint of stage %s, is not there: bring it back, or run that stage again"
              .formatted(folder, earlier.id()),
          null);
    }
    boolean ready =
        named.digest() == null && !Files.exists(folder.resolve(CheckpointLayout.MANIFEST));
    return new VerifiedParent(
        folder, ready ? ModelDigest.of(folder) : digest(earlier, folder, named.digest()));
  }

  private static String digest(Stage earlier, Path folder, String expected) {
    try {
      String found = Verification.of(folder).digest();
      if (expected == null || found.equals(expected)) {
        return found;
      }
      throw damaged(
          "%s is another checkpoint than parents.%s names: its manifest has digest %s, not %s"
              .formatted(folder, earlier.id(), found, expected),
          null);
    } catch (DamagedCheckpointException e) {
      throw damaged(
          "%s, the checkpoint of stage %s, is damaged (%s): run that stage again"
              .formatted(folder, earlier.id(), e.getMessage()),
          e);
    }
  }

  private static StageFailedException damaged(String message, Throwable cause) {
    return new StageFailedException(ExitCode.DAMAGED, message, cause);
  }
}
