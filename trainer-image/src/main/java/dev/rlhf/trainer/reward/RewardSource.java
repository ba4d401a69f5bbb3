package dev.rlhf.trainer.reward;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Something that rewards answers by their text. */
public interface RewardSource {

  /**
   * One finite number for each answer, in their order; nothing where {@code givenUp} says so.
   *
   * @throws RuntimeException naming the answer that could not be rewarded, and why
   */
  Optional<double[]> rewards(List<JudgedAnswer> answers, BooleanSupplier givenUp);
}
