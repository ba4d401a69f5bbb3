package dev.rlhf.trainer.cli;

import dev.rlhf.contract.ExitCode;
import dev.rlhf.trainer.checkpoint.VolumeFault;
import dev.rlhf.trainer.local.LocalRun;
import dev.rlhf.trainer.local.manifest.ManifestFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a manifest on this machine. */
@Command(
    name = "run",
    description = {
      "Runs a manifest on this machine, without a cluster.",
      "The last line on standard output is the folder of the final model. Run it again to go on"
          + " after an interruption."
    })
public final class RunCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "The manifest, an RLHFRun in YAML.")
  private Path file;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The run's folder; runs/<metadata.name> if left out.")
  private Path out;

  @Option(
      names = "--fresh",
      description = "Begin a new run; the folder's earlier one stays beside it.")
  private boolean fresh;

  @Mixin private HelpOption help;

  @Override
  public Integer call() throws IOException, InterruptedException {
    ManifestFile manifest = ManifestFile.read(file);
    Path folder = out == null ? Path.of("runs", manifest.name()) : out;
    try {
      return new LocalRun(manifest, folder, fresh, System.out, System.err).run().code();
    } catch (IOException | UncheckedIOException e) {
      Optional<String> volume = VolumeFault.sentence(e, folder);
      if (volume.isEmpty()) {
        throw e;
      }
      System.err.println(volume.get());
      return ExitCode.ERROR.code();
    }
  }
}
