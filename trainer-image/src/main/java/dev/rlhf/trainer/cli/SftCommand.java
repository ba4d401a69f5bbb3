package dev.rlhf.trainer.cli;

import dev.rlhf.plan.Stage;
import dev.rlhf.trainer.sft.Sft;
import dev.rlhf.trainer.stage.StageProcess;
import dev.rlhf.trainer.stage.SteadyClock;
import picocli.CommandLine.Command;

/** The {@code sft} verb. */
@Command(
    name = "sft",
    description = "Runs the stage of supervised fine-tuning that a stage.yaml describes.")
public final class SftCommand extends StageCommand {

  @Override
  StageProcess process() {
    return new StageProcess(Stage.SFT, new Sft(), System.getenv(), new SteadyClock());
  }
}
