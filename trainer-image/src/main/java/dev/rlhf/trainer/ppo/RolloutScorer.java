package dev.rlhf.trainer.ppo;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Shows rollouts to all four models: the policy that drew them, the SFT model it started from, the
 * critic and the reward model.
 *
 * <p>They are scored in the very micro-batches that the first epoch learns from: rounding depends
 * on a batch's shape, and an unchanged policy must have ratio 1 to itself.
 *
 * @param mix what else rewards answers
 */
record RolloutScorer(
    Policy policy, Policy reference, ValueModel critic, ValueModel reward, RewardMix mix) {

  /**
   * Scores rollouts in the plan's micro-batches.
   *
   * @return in the rollouts' order; nothing where {@code givenUp}, asked between micro-batches,
   *     says so
   */
  Optional<List<ScoredRollout>> score(
      List<Rollout> rollouts, EpochPlan plan, BooleanSupplier givenUp) {
    ScoredRollout[] scored = new ScoredRollout[rollouts.size()];
    for (List<List<Integer>> step : plan.steps()) {
      for (List<Integer> rows : step) {
        if (givenUp.getAsBoolean()) {
          return Optional.empty();
        }
        score(rollouts, rows, scored);
      }
    }
    return mix.add(Arrays.asList(scored), givenUp);
  }

  private void score(List<Rollout> rollouts, List<Integer> rows, ScoredRollout[] scored) {
    AnswerBatch batch = AnswerBatch.of(rows.stream().map(rollouts::get).toList());
    Policy.Scores own = policy.score(batch);
    List<float[]> sft = reference.logProbs(batch);
    List<float[]> values = critic.values(batch);
    float[] rewards = mix.asksModel() ? reward.rewards(batch) : new float[rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      scored[rows.get(i)] =
          new ScoredRollout(
              batch.rollouts().get(i),
              own.logProbs().get(i),
              own.entropies().get(i),
              sft.get(i),
              values.get(i),
              rewards[i]);
    }
  }
}
