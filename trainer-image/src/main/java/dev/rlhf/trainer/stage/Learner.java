package dev.rlhf.trainer.stage;

import dev.rlhf.trainer.metrics.Figure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What a stage does in its steps; {@link TrainingLoop} does the rest. */
public interface Learner extends AutoCloseable {

  /**
   * What a step gives.
   *
   * @param tokens that it was computed on, padding not counted
   * @param summary for the log
   */
  record Step(Map<? extends Figure, Double> figures, double tokens, String summary) {}

  /** Steps of the stage in all. */
  long totalSteps();

  /**
   * Makes a step, the first being 1.
   *
   * @param givenUp whether to give up, asked as often as can be; then nothing is learnt
   * @return empty when it was given up
   */
  Optional<Step> step(long number, BooleanSupplier givenUp) throws IOException;

  /** Whether the stage ends with the last step that was made, though more were planned. */
  default boolean isOver() {
    return false;
  }

  /** About how many bytes a checkpoint takes. */
  long checkpointBytes() throws IOException;

  /** Fills the folder of a checkpoint. */
  void save(Path folder) throws IOException;

  @Override
  void close();
}
