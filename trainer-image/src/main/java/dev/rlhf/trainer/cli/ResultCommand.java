package dev.rlhf.trainer.cli;

import dev.rlhf.contract.ProcessResult;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.checkpoint.Space;
import dev.rlhf.trainer.stage.StageCheck;
import dev.rlhf.trainer.stage.StageResults;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
public final class ResultCommand extends ReportingCommand {

  @Mixin private StageConfigOption config;

  @Option(
      names = "--check",
      description = "Look at what the stage starts from and needs, and at nothing that it made.")
  private boolean check;

  @Option(
      names = "--reward-rule",
      paramLabel = "NAME=RULE",
      description = "With --check: a rule of spec.stages.ppo.rewards, to be compiled.")
  private List<String> rules = List.of();

  @Override
  ProcessResult result() throws IOException {
    return check
        ? StageCheck.of(config.file(), byName(), Space.ofVolume())
        : StageResults.of(config.file());
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
