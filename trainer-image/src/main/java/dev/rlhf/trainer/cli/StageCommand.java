package dev.rlhf.trainer.cli;

import dev.rlhf.contract.ExitCode;
import dev.rlhf.trainer.stage.StageProcess;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A verb that runs one attempt of a stage and answers SIGTERM by a checkpoint. */
abstract class StageCommand implements Callable<Integer> {

  @Mixin private StageConfigOption config;
  @Mixin private HelpOption help;

  abstract StageProcess process();

  @Override
  public final Integer call() {
    StageProcess process = process();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> terminate(process), "terminate"));
    return process.run(config.file()).code();
  }

  /**
   * Ends the Java machine with the attempt's own code; left to itself it would end with 143 after
   * SIGTERM. An ordinary end comes here too, its code being known.
   */
  private static void terminate(StageProcess process) {
    ExitCode code = ExitCode.ERROR;
    try {
      process.interrupt();
      code = process.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(code.code());
  }
}
