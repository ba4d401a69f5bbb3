package dev.rlhf.trainer.ppo;

import dev.rlhf.plan.Stage;
import dev.rlhf.trainer.data.RowOrder;
import dev.rlhf.trainer.tensor.CounterRandom;

/**
 * Everything that chance decides in PPO, each a pure function of (seed, stage, purpose, step): a
 * resumed stage needs no generator's state.
 */
record Draws(CounterRandom random) {

  static Draws of(long seed) {
    return new Draws(CounterRandom.of(seed).at(Stage.PPO.id()));
  }

  /**
   * The rows that an iteration, the first being 1, answers: all of them once in an order of their
   * own, then again in another.
   */
  int[] prompts(long iteration, int count, int rows) {
    return inTurn("prompts", iteration, count, rows);
  }

  /** The pre-training texts of an optimizer step of the policy, the first being 1; as prompts. */
  int[] texts(long step, int count, int rows) {
    return inTurn("texts", step, count, rows);
  }

  private int[] inTurn(String purpose, long turn, int count, int rows) {
    long seed = random.at(purpose).bits(0);
    int[] drawn = new int[count];
    int[] order = {};
    long epoch = -1;
    for (int i = 0; i < count; i++) {
      long place = (turn - 1) * count + i;
      if (place / rows != epoch) {
        epoch = place / rows;
        order = RowOrder.of(seed, epoch, rows);
      }
      drawn[i] = order[(int) (place % rows)];
    }
    return drawn;
  }

  /** The seed of an iteration's answers. */
  long answers(long iteration) {
    return random.at("answers").bits(iteration);
  }

  /** The seed of the answers to held-out prompts from one on; the same for every iteration. */
  long validation(int from) {
    return random.at("validation").bits(from);
  }

  /** The order in which an epoch goes through an iteration's rollouts. */
  int[] rollouts(long iteration, int epoch, int rows) {
    return RowOrder.of(random.at("rollouts").bits(iteration), epoch, rows);
  }
}
