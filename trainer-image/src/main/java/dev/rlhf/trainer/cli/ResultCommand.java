package dev.rlhf.trainer.cli;

import dev.rlhf.contract.Documents;
import dev.rlhf.contract.StageResult;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.checkpoint.Space;
import dev.rlhf.trainer.stage.StageCheck;
import dev.rlhf.trainer.stage.StageResults;
import dev.rlhf.trainer.stage.TerminationMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The {@code result} verb. */
@Command(
    name = "result",
    description =
        "Tells how a stage ended, from its checkpoints: verifies the final one and writes the result"
            + " to standard output and as termination message. With --check, tells instead whether the"
            + " stage can begin: 0 when it can; 64 when a rule or a model is wrong, 65 when what it"
            + " starts from is damaged, 73 when its checkpoints find no room.")
public final class ResultCommand implements Callable<Integer> {

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The stage's configuration, stage.yaml.")
  private Path config;

  @Option(
      names = "--check",
      description = "Look at what the stage starts from and needs, and at nothing that it made.")
  private boolean check;

  @Option(
      names = "--reward-rule",
      paramLabel = "NAME=RULE",
      description = "With --check: a rule of spec.stages.ppo.rewards, to be compiled.")
  private List<String> rules = List.of();

  @Mixin private HelpOption help;

  @Override
  public Integer call() throws IOException {
    StageResult result =
        check ? StageCheck.of(config, byName(), Space.ofVolume()) : StageResults.of(config);
    System.out.println(Documents.json(result));
    TerminationMessage.of(System.getenv()).write(result);
    return result.outcome().code();
  }

  /** A rule may hold any sign, an equals sign too. */
  private Map<String, String> byName() {
    Map<String, String> byName = new TreeMap<>();
    for (String rule : rules) {
      String[] parts = rule.split("=", 2);
      if (parts.length < 2) {
        throw new InvalidInputException(
            "--reward-rule %s has no name: write --reward-rule NAME=RULE".formatted(rule));
      }
      byName.put(parts[0], parts[1]);
    }
    return byName;
  }
}
