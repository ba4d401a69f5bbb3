package dev.rlhf.trainer.cli;

import dev.rlhf.plan.Stage;
import dev.rlhf.trainer.rm.Rm;
import dev.rlhf.trainer.stage.StageProcess;
import dev.rlhf.trainer.stage.SteadyClock;
import picocli.CommandLine.Command;

/** The {@code rm} verb. */
@Command(
    name = "rm",
    description = "Runs the stage of reward-model training that a stage.yaml describes.")
public final class RmCommand extends StageCommand {

  @Override
  StageProcess process() {
    return new StageProcess(Stage.RM, new Rm(), System.getenv(), new SteadyClock());
  }
}
