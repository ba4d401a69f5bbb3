package dev.rlhf.trainer.cli;

import dev.rlhf.contract.Documents;
import dev.rlhf.contract.ProcessResult;
import dev.rlhf.trainer.stage.TerminationMessage;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A verb whose result goes to standard output and is the last words of its pod. */
abstract class ReportingCommand implements Callable<Integer> {

  @Mixin private HelpOption help;

  abstract ProcessResult result() throws IOException;

  @Override
  public final Integer call() throws IOException {
    ProcessResult result = result();
    System.out.println(Documents.json(result));
    TerminationMessage.of(System.getenv()).write(result);
    return result.outcome().code();
  }
}
