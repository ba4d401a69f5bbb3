package dev.rlhf.trainer.stage;

import dev.rlhf.plan.DataSet;
import dev.rlhf.plan.Input;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.demo.DemoSources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a stage's inputs are; those of {@code demo://} are made first.
 *
 * @param made the folder that they are made in
 */
public record Inputs(Path made) {
  private static final Pattern DEMO = Pattern.compile("demo://([a-z-]+)(?:\\?seed=(\\d{1,18}))?");

  /**
   * The file of a data set that the stage cannot do without.
   *
   * @throws InvalidInputException when {@code stage.yaml} names none
   */
  public Path data(StageConfig config, DataSet set) throws IOException {
    Input input = config.data().get(set);
    if (input == null) {
      throw new InvalidInputException(
          "data.%s is missing: write the uri of what stage %s learns from"
              .formatted(set.id(), config.stage().id()));
    }
    return resolve(input, config.seed());
  }

  /**
   * The file or folder of an input.
   *
   * @param seed for a {@code demo://} that names none
   */
  public Path resolve(Input input, long seed) throws IOException {
    if (input.path() != null) {
      return Path.of(input.path());
    }
    Matcher demo = DEMO.matcher(input.uri());
    if (!demo.matches()) {
      throw new InvalidInputException(
          "%s cannot be made here: write demo://name?seed=N".formatted(input.uri()));
    }
    long own = demo.group(2) == null ? seed : Long.parseLong(demo.group(2));
    return DemoSources.make(demo.group(1), own, made);
  }
}
