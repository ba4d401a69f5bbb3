package dev.rlhf.trainer.cli;

import dev.rlhf.plan.Stage;
import dev.rlhf.trainer.ppo.Ppo;
import dev.rlhf.trainer.stage.StageProcess;
import dev.rlhf.trainer.stage.SteadyClock;
import picocli.CommandLine.Command;

/** The {@code ppo} verb. */
@Command(name = "ppo", description = "Runs the stage of PPO-max that a stage.yaml describes.")
public final class PpoCommand extends StageCommand {

  @Override
  StageProcess process() {
    return new StageProcess(Stage.PPO, new Ppo(), System.getenv(), new SteadyClock());
  }
}
