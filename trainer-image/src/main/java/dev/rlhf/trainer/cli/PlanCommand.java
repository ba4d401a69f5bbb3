package dev.rlhf.trainer.cli;

import dev.rlhf.contract.ExitCode;
import dev.rlhf.trainer.local.MemoryPlan;
import dev.rlhf.trainer.local.manifest.ManifestFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Foresees what a manifest takes, before it runs. */
@Command(
    name = "plan",
    description = {
      "Foresees the memory that each stage of a manifest takes at its peak, with sequences as long"
          + " as its settings let them be.",
      "Reads the model's config.json, no weights."
    })
public final class PlanCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "The manifest, an RLHFRun in YAML.")
  private Path file;

  @Option(names = "--memory", required = true, description = "Estimate the stages' memory.")
  private boolean memory;

  @Option(names = "--json", description = "Write bytes as JSON.")
  private boolean json;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description =
          "A folder with the model's config.json, where the manifest names one that is not on this machine.")
  private Path model;

  @Mixin private HelpOption help;

  @Override
  public Integer call() throws IOException {
    Path scratch = Files.createTempDirectory("rlhf-plan");
    try {
      MemoryPlan plan = new MemoryPlan(ManifestFile.read(file), model, scratch);
      if (json) {
        System.out.println(MemoryPlan.json(plan.estimates()));
      } else {
        MemoryPlan.print(plan.estimates(), System.out);
      }
    } finally {
      delete(scratch);
    }
    return ExitCode.DONE.code();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> content = Files.walk(folder)) {
      for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
