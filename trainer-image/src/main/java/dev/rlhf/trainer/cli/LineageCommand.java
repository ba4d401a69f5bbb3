package dev.rlhf.trainer.cli;

import dev.rlhf.contract.Documents;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.trainer.local.LineageReport;
import dev.rlhf.trainer.local.LineageText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The {@code lineage} verb. */
@Command(
    name = "lineage",
    description = {
      "Shows what a run came from and what it came to: base model, SFT, reward model, PPO, each with"
          + " digest, configuration, data and figures.",
      "It reads manifests only; verify --lineage reads the weights, too."
    })
public final class LineageCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "RUN",
      description = "A run's folder: of a local run, or the run's own on a checkpoint volume.")
  private Path run;

  @Option(names = "--json", description = "Write it as JSON.")
  private boolean json;

  @Mixin private HelpOption help;

  @Override
  public Integer call() throws IOException {
    LineageReport report = LineageReport.of(run);
    if (json) {
      System.out.println(Documents.json(report));
    } else {
      new LineageText(report).print(System.out);
    }
    return ExitCode.DONE.code();
  }
}
