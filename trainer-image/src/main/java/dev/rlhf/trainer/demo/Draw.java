package dev.rlhf.trainer.demo;

import dev.rlhf.trainer.tensor.CounterRandom;
import java.util.List;

/** Draws from a list, each element as likely as any other. */
final class Draw {
  private Draw() {}

  static <T> T one(List<T> choices, CounterRandom random) {
    return choices.get((int) (random.uniform(0) * choices.size()));
  }
}
