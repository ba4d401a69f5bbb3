package dev.rlhf.trainer.cli;

import dev.rlhf.plan.Stage;
import dev.rlhf.trainer.eval.Evaluation;
import dev.rlhf.trainer.stage.StageProcess;
import dev.rlhf.trainer.stage.SteadyClock;
import picocli.CommandLine.Command;

/** The {@code eval} verb. */
@Command(name = "eval", description = "Runs the evaluation that a stage.yaml describes.")
public final class EvalCommand extends StageCommand {

  @Override
  StageProcess process() {
    return new StageProcess(Stage.EVAL, new Evaluation(), System.getenv(), new SteadyClock());
  }
}
