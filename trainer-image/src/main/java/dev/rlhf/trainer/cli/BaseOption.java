package dev.rlhf.trainer.cli;

import dev.rlhf.trainer.model.BaseModels;
import dev.rlhf.trainer.stage.Bases;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Where a verb may look for what an adapter stands on. */
final class BaseOption {

  @Option(
      names = "--base",
      paramLabel = "DIR",
      description =
          "Where the model is that an adapter stands on, if it was moved; several may be named, and"
              + " the one whose digest holds is taken.")
  private List<Path> folders = new ArrayList<>();

  BaseModels find() {
    return Bases.in(folders);
  }
}
