package dev.rlhf.trainer.ppo;

import dev.rlhf.trainer.tensor.Lanes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Shows rollouts to the SFT model that the policy started from, the critic and the reward model,
 * and to the policy itself where nobody knows what it said of them as it drew them.
 *
 * <p>They are scored in the very micro-batches that the first epoch learns from, dealt to lanes as
 * there: rounding depends on a batch's shape, and a policy that is as its reference must be near
 * it.
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
  Optional<List<ScoredRollout>> score(Drawing drawn, EpochPlan plan, BooleanSupplier givenUp) {
    ScoredRollout[] scored = new ScoredRollout[drawn.rollouts().size()];
    Lanes lanes = Lanes.of(reference.model().manager());
    for (List<List<Integer>> step : plan.steps()) {
      for (List<Integer> rows : step) {
        if (givenUp.getAsBoolean()) {
          return Optional.empty();
        }
        lanes.forEach(lanes.deal(rows), part -> score(drawn.of(part), part, scored));
      }
    }
    return mix.add(Arrays.asList(scored), givenUp);
  }

  private void score(Drawing drawn, List<Integer> rows, ScoredRollout[] scored) {
    AnswerBatch batch = AnswerBatch.of(drawn.rollouts());
    Policy.Scores own = drawn.scores().orElseGet(() -> policy.score(batch));
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
