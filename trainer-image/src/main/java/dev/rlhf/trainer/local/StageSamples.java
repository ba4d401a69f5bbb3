package dev.rlhf.trainer.local;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.rlhf.contract.CheckpointLayout;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** Texts that a stage's model made, for people. */
final class StageSamples {

  /** What all stages' samples have; PPO's tell more. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Sample(String prompt, String answer) {}

  private StageSamples() {}

  /** Prints those that lie beside a checkpoint; a reward model has none. */
  static void print(Path checkpoint, PrintStream out) throws IOException {
    Path file = checkpoint.resolveSibling(CheckpointLayout.SAMPLES);
    for (Sample sample : JsonRows.read(file, Sample.class)) {
      out.printf("  %s%n  -> %s%n%n", sample.prompt(), sample.answer());
    }
  }
}
