package dev.rlhf.trainer.cli;

import dev.rlhf.contract.Documents;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.contract.PublishResult;
import dev.rlhf.plan.PublishConfig;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.publish.Publication;
import dev.rlhf.trainer.stage.TerminationMessage;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The {@code publish} verb. */
@Command(
    name = "publish",
    description = {
      "Copies a run's final model to the folder that a publish.yaml names, with what it came from; what"
          + " is there already is only verified, and what is somebody else's is never written over.",
      "The access key of an object store comes from the variables AWS_ACCESS_KEY_ID,"
          + " AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN."
    })
public final class PublishCommand implements Callable<Integer> {

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "What is to be published, publish.yaml.")
  private Path file;

  @Mixin private HelpOption help;

  @Override
  public Integer call() {
    PublishConfig config = read();
    PublishResult result = publish(config);
    System.out.println(Documents.json(result));
    TerminationMessage.of(System.getenv()).write(result);
    return result.outcome().code();
  }

  private static PublishResult publish(PublishConfig config) {
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

  private PublishConfig read() {
    try {
      return Documents.publishConfig(Files.readString(file));
    } catch (IOException e) {
      throw new InvalidInputException(
          "%s does not say what to publish: %s".formatted(file, e.getMessage()), e);
    }
  }
}
