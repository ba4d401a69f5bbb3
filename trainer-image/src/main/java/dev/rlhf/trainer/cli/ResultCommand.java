package dev.rlhf.trainer.cli;

import dev.rlhf.contract.Documents;
import dev.rlhf.contract.StageResult;
import dev.rlhf.trainer.stage.ParentResults;
import dev.rlhf.trainer.stage.StageResults;
import dev.rlhf.trainer.stage.TerminationMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The {@code result} verb. */
@Command(
    name = "result",
    description =
        "Tells how a stage ended, from its checkpoints: verifies the final one and writes the result"
            + " to standard output and as termination message. With --parents, tells instead whether"
            + " what the stage starts from is whole: 0 when it is, 64 when it is not.")
public final class ResultCommand implements Callable<Integer> {

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The stage's configuration, stage.yaml.")
  private Path config;

  @Option(
      names = "--parents",
      description = "Verify the checkpoints that the stage starts from, and nothing else.")
  private boolean parents;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  @Override
  public Integer call() throws IOException {
    StageResult result = parents ? ParentResults.of(config) : StageResults.of(config);
    System.out.println(Documents.json(result));
    TerminationMessage.of(System.getenv()).write(result);
    return result.outcome().code();
  }
}
