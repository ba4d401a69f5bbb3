package dev.rlhf.trainer.ppo;

import java.util.List;

/** Rollouts of ragged lengths; answers end with token 2, but for one that was cut. */
final class Rollouts {

  static final List<Rollout> RAGGED =
      List.of(
          new Rollout(new long[] {3, 17}, new long[] {5, 9, 2}, true),
          new Rollout(new long[] {8, 21, 11, 4}, new long[] {2}, true),
          new Rollout(new long[] {7}, new long[] {12, 13, 12, 33, 6}, false),
          new Rollout(new long[] {30, 31, 32}, new long[] {0, 2}, true));

  private Rollouts() {}
}
