package dev.rlhf.trainer.cli;

import ai.djl.ndarray.NDManager;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.checkpoint.DurableFiles;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code merge}: an adapter and what it stands on, as one whole model. */
@Command(
    name = "merge",
    description =
        "Writes the whole model that an adapter and its base make, as a Hugging Face folder. The base"
            + " may be an adapter itself.")
public final class MergeCommand implements Callable<Integer> {

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "The adapter's folder, for example a checkpoint's step-<n>.")
  private Path model;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "The folder to write, which must not be there.")
  private Path output;

  @Mixin private BaseOption bases;

  @Mixin private HelpOption help;

  @Override
  public Integer call() throws IOException {
    Path target = output.toAbsolutePath().normalize();
    if (Files.exists(target) || !Files.isDirectory(target.getParent())) {
      throw new InvalidInputException(
          target
              + " is there, or has no folder to lie in; name a new folder in one that is there.");
    }
    if (!HuggingFaceFolder.isAdapter(model)) {
      throw new InvalidInputException(
          model + " holds no adapter, so that there is nothing to merge; name the folder of one.");
    }
    merge(HuggingFaceFolder.open(model, bases.find()), target);
    System.out.println(target);
    return ExitCode.DONE.code();
  }

  /** Under a temporary name, so that no half-written model has the wanted one. */
  private static void merge(HuggingFaceFolder folder, Path target) throws IOException {
    Path temporary = target.resolveSibling("." + target.getFileName() + ".partial");
    DurableFiles.delete(temporary);
    try (NDManager manager = TorchRuntime.manager();
        Transformer merged = folder.load(manager)) {
      folder.write(merged, temporary);
      DurableFiles.sync(temporary);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      DurableFiles.delete(temporary);
    }
  }
}
