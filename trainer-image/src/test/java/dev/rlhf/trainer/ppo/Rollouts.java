package dev.rlhf.trainer.ppo;

import java.util.Arrays;
import java.util.List;

/** Rollouts of ragged lengths; answers end with token 2, but for one that was cut. */
final class Rollouts {

  static final List<Rollout> RAGGED =
      List.of(
          new Rollout(new long[] {3, 17}, new long[] {5, 9, 2}, true),
          new Rollout(new long[] {8, 21, 11, 4}, new long[] {2}, true),
          new Rollout(new long[] {7}, new long[] {12, 13, 12, 33, 6}, false),
          new Rollout(new long[] {30, 31, 32}, new long[] {0, 2}, true));

  /** One of them with a reward; the other numbers are equal for every token. */
  static ScoredRollout scored(int row, double reward) {
    Rollout rollout = RAGGED.get(row);
    int tokens = rollout.answer().length;
    return new ScoredRollout(
        rollout,
        filled(tokens, -1),
        filled(tokens, 1),
        filled(tokens, -1),
        filled(tokens, 0),
        reward);
  }

  private static float[] filled(int tokens, float value) {
    float[] numbers = new float[tokens];
    Arrays.fill(numbers, value);
    return numbers;
  }

  private Rollouts() {}
}
