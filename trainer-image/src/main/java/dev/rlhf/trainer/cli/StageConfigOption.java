package dev.rlhf.trainer.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which stage of which run a verb is about. */
final class StageConfigOption {

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The stage's configuration, stage.yaml.")
  private Path file;

  Path file() {
    return file;
  }
}
