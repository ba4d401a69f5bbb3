package dev.rlhf.trainer.cli;

import dev.rlhf.trainer.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A verb that does something for a run as a whole, as a file of the verb's name says. */
abstract class ErrandCommand extends ReportingCommand {

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "What it is to do, ${COMMAND-NAME}.yaml.")
  private Path config;

  @Spec private CommandSpec spec;

  /** What the text of the file is read by. */
  interface Reader<T> {
    T read(String yaml) throws IOException;
  }

  final <T> T read(Reader<T> reader) {
    try {
      return reader.read(Files.readString(config));
    } catch (IOException e) {
      throw new InvalidInputException(
          "%s does not say what to %s: %s".formatted(config, spec.name(), e.getMessage()), e);
    }
  }
}
