package dev.rlhf.trainer.cli;

import picocli.CommandLine.Option;

/** What every command can be asked. */
public final class HelpOption {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean asked;
}
