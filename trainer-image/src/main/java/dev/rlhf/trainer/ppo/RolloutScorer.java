package dev.rlhf.trainer.ppo;

import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.tensor.Lanes;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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

  /** Does something with the answers of some rows, in a lane. */
  @FunctionalInterface
  private interface Question {
    void put(AnswerBatch batch, List<Integer> rows);
  }

  /**
   * Scores rollouts in the plan's micro-batches. Of reference and reward model one is in memory at
   * a time.
   *
   * @return in the rollouts' order; nothing where {@code givenUp}, asked between micro-batches,
   *     says so
   */
  Optional<List<ScoredRollout>> score(Drawing drawn, EpochPlan plan, BooleanSupplier givenUp)
      throws IOException {
    ScoredRollout[] scored = new ScoredRollout[drawn.rollouts().size()];
    boolean whole =
        ask(
                reference.model(),
                drawn,
                plan,
                givenUp,
                (batch, rows) -> judge(batch, drawn.of(rows), rows, scored))
            && (!mix.asksModel()
                || ask(
                    reward.model(),
                    drawn,
                    plan,
                    givenUp,
                    (batch, rows) -> reward(batch, rows, scored)));
    return whole ? mix.add(Arrays.asList(scored), givenUp) : Optional.empty();
  }

  /** Whether all was asked. */
  private static boolean ask(
      Transformer asked, Drawing drawn, EpochPlan plan, BooleanSupplier givenUp, Question question)
      throws IOException {
    Lanes lanes = Lanes.of(asked.manager());
    asked.wake();
    try {
      for (List<List<Integer>> step : plan.steps()) {
        for (List<Integer> rows : step) {
          if (givenUp.getAsBoolean()) {
            return false;
          }
          lanes.forEach(
              lanes.deal(rows),
              part -> question.put(AnswerBatch.of(drawn.of(part).rollouts()), part));
        }
      }
    } finally {
      asked.rest();
    }
    return true;
  }

  private void judge(AnswerBatch batch, Drawing drawn, List<Integer> rows, ScoredRollout[] scored) {
    Policy.Scores own = drawn.scores().orElseGet(() -> policy.score(batch));
    List<float[]> sft = reference.logProbs(batch);
    List<float[]> values = critic.values(batch);
    for (int i = 0; i < rows.size(); i++) {
      scored[rows.get(i)] =
          new ScoredRollout(
              batch.rollouts().get(i),
              own.logProbs().get(i),
              own.entropies().get(i),
              sft.get(i),
              values.get(i),
              0);
    }
  }

  private void reward(AnswerBatch batch, List<Integer> rows, ScoredRollout[] scored) {
    float[] rewards = reward.rewards(batch);
    for (int i = 0; i < rows.size(); i++) {
      int row = rows.get(i);
      scored[row] = scored[row].rewarded(rewards[i], Map.of());
    }
  }
}
