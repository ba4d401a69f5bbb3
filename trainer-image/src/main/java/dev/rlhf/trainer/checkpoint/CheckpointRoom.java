package dev.rlhf.trainer.checkpoint;

import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.manifest.InitFrom;
import dev.rlhf.plan.Parent;
import dev.rlhf.plan.RmSettings;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.tensor.SafeTensorsFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The room that a stage's checkpoints will take on the volume, told by the models that it starts
 * from: each of a model's numbers is kept with both of its moments, in four bytes each, and PPO
 * keeps those of policy and critic. Checkpoints of adapters are small beside that: nothing is asked
 * for them beforehand, and the one who writes them sees to it each time.
 */
public record CheckpointRoom(StageConfig config, Space space) {
  private static final long BYTES_A_NUMBER = 3L * Float.BYTES;

  /**
   * Sees whether the checkpoints that stay, and the one that is written meanwhile, find room beside
   * those that are there.
   *
   * @throws Space.NoSpaceException when they do not
   * @throws InvalidInputException when a model that the stage starts from is not there
   */
  public void require() throws IOException {
    long checkpoint = checkpointBytes();
    int keep = config.checkpoints().keep();
    int there = Math.min(keep, there());
    long needed = (keep + 1L - there) * checkpoint;
    Path root = Path.of(config.root());
    long free = space.free(root);
    if (needed > free) {
      throw new Space.NoSpaceException(
          String.format(
              Locale.ROOT,
              "stage %s keeps %d checkpoints of about %.1f MiB each and writes one more meanwhile, %d of"
                  + " them are there, and the volume has %.1f MiB left where %.1f are needed: expand the"
                  + " claim, free some, or lower checkpoints.keep",
              config.stage().id(),
              keep,
              checkpoint / Space.MIB,
              there,
              free / Space.MIB,
              needed / Space.MIB));
    }
  }

  private long checkpointBytes() throws IOException {
    long numbers = 0;
    for (Path model : models().toList()) {
      numbers += numbers(model);
    }
    return BYTES_A_NUMBER * numbers;
  }

  /** A model that is made from a seed is small, and is not there before the stage begins. */
  private Stream<Path> models() {
    if (config.settings().lora() != null) {
      return Stream.empty();
    }
    Stream<String> paths =
        switch (config.stage()) {
          case SFT -> Stream.of(config.model().path());
          case RM ->
              Stream.of(
                  config.settings(RmSettings.class).initFrom() == InitFrom.SFT
                      ? path(Stage.SFT)
                      : config.model().path());
          case PPO -> Stream.of(path(Stage.SFT), path(Stage.RM));
          case EVAL -> Stream.empty();
        };
    return paths.filter(Objects::nonNull).map(Path::of);
  }

  private String path(Stage parent) {
    Parent named = config.parents().get(parent);
    return named == null ? null : named.path();
  }

  private static long numbers(Path model) throws IOException {
    if (!Files.isDirectory(model)) {
      throw new InvalidInputException(
          "%s, the folder of a model, is not there: put the model there, or name another uri"
              .formatted(model));
    }
    long numbers = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(model, "*.safetensors")) {
      for (Path file : files) {
        try (SafeTensorsFile weights = SafeTensorsFile.open(file)) {
          numbers += weights.names().stream().mapToLong(name -> weights.shape(name).size()).sum();
        }
      }
    }
    return numbers;
  }

  private int there() throws IOException {
    Path stage = new CheckpointLayout(Path.of(config.root())).stage(config.run(), config.stage());
    return CheckpointIndex.of(List.of(stage)).byDigest().size();
  }
}
