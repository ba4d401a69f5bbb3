package dev.rlhf.trainer.cli;

import dev.rlhf.contract.Documents;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.contract.PublishResult;
import dev.rlhf.plan.PublishConfig;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.publish.Publication;
import java.io.IOException;
import java.nio.file.FileSystemException;
import picocli.CommandLine.Command;

/** The {@code publish} verb. */
@Command(
    name = "publish",
    description = {
      "Copies a run's final model to the folder that a publish.yaml names, with what it came from; what"
          + " is there already is only verified, and what is somebody else's is never written over.",
      "The access key of an object store comes from the variables AWS_ACCESS_KEY_ID,"
          + " AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN."
    })
public final class PublishCommand extends ErrandCommand {

  @Override
  PublishResult result() {
    PublishConfig config = read(Documents::publishConfig);
    String checkpoint = config.model().digest();
    try {
      new Publication(config, System::getenv).run();
      return new PublishResult(ExitCode.DONE, "The model is in its place.", checkpoint);
    } catch (InvalidInputException e) {
      return new PublishResult(ExitCode.INVALID, e.getMessage(), checkpoint);
    } catch (IOException e) {
      return new PublishResult(ExitCode.ERROR, words(e), checkpoint);
    }
  }

  /** Those of the file system name a file, and only their kind says what is wrong with it. */
  private static String words(IOException e) {
    return e instanceof FileSystemException ? e.toString() : e.getMessage();
  }
}
