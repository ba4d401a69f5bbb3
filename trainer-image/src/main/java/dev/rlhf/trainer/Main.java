package dev.rlhf.trainer;

import dev.rlhf.contract.ExitCode;
import dev.rlhf.trainer.checkpoint.VolumeFault;
import dev.rlhf.trainer.cli.EvalCommand;
import dev.rlhf.trainer.cli.FetchCommand;
import dev.rlhf.trainer.cli.GenerateCommand;
import dev.rlhf.trainer.cli.HelpOption;
import dev.rlhf.trainer.cli.LineageCommand;
import dev.rlhf.trainer.cli.MergeCommand;
import dev.rlhf.trainer.cli.PlanCommand;
import dev.rlhf.trainer.cli.PpoCommand;
import dev.rlhf.trainer.cli.PublishCommand;
import dev.rlhf.trainer.cli.ResultCommand;
import dev.rlhf.trainer.cli.RmCommand;
import dev.rlhf.trainer.cli.RunCommand;
import dev.rlhf.trainer.cli.ScoreCommand;
import dev.rlhf.trainer.cli.SftCommand;
import dev.rlhf.trainer.cli.VerifyCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The trainer's command line; its exit codes are those of {@link ExitCode}. */
@Command(
    name = "rlhf",
    description = "Aligns language models: SFT, reward model and PPO-max.",
    versionProvider = Main.Version.class,
    subcommands = {
      RunCommand.class,
      PlanCommand.class,
      FetchCommand.class,
      PublishCommand.class,
      SftCommand.class,
      RmCommand.class,
      PpoCommand.class,
      EvalCommand.class,
      ResultCommand.class,
      LineageCommand.class,
      VerifyCommand.class,
      ScoreCommand.class,
      GenerateCommand.class,
      MergeCommand.class
    })
public final class Main implements Runnable {

  @Spec private CommandSpec spec;

  @Mixin private HelpOption help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  private boolean version;

  /** The version that the jar's manifest names. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String packaged = Main.class.getPackage().getImplementationVersion();
      return new String[] {"rlhf " + (packaged == null ? "(not packaged)" : packaged)};
    }
  }

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Runs one command and gives its exit code. */
  public static int run(String... arguments) {
    return new CommandLine(new Main())
        .setParameterExceptionHandler(Main::refuseArguments)
        .setExecutionExceptionHandler(Main::explain)
        .execute(arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  private static int refuseArguments(ParameterException error, String[] arguments) {
    CommandLine command = error.getCommandLine();
    command
        .getErr()
        .printf(
            "%s (see %s --help).%n", error.getMessage(), command.getCommandSpec().qualifiedName());
    return ExitCode.INVALID.code();
  }

  private static int explain(Exception error, CommandLine command, ParseResult parsed) {
    if (error instanceof InvalidInputException) {
      command.getErr().println(error.getMessage());
      return ExitCode.INVALID.code();
    }
    VolumeFault.sentence(error, "what rlhf %s reads or writes".formatted(command.getCommandName()))
        .ifPresentOrElse(command.getErr()::println, () -> error.printStackTrace(command.getErr()));
    return ExitCode.ERROR.code();
  }
}
