package dev.rlhf.trainer.ppo;

import java.util.List;
import java.util.Optional;

/**
 * Rollouts as they were drawn.
 *
 * @param scores what the policy said of their tokens while it drew them; none where it is to be
 *     asked anew
 */
record Drawing(List<Rollout> rollouts, Optional<Policy.Scores> scores) {

  /** Rollouts that the policy has yet to score. */
  Drawing(List<Rollout> rollouts) {
    this(rollouts, Optional.empty());
  }

  /** Of some of them, by their places. */
  Drawing of(List<Integer> rows) {
    return new Drawing(
        rows.stream().map(rollouts::get).toList(), scores.map(known -> known.of(rows)));
  }
}
