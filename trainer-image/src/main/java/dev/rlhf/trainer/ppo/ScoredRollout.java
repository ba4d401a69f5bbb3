package dev.rlhf.trainer.ppo;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import java.util.TreeMap;

/**
 * A rollout as the models see it; arrays go by the answer's tokens.
 *
 * @param logProbs log pi_old(a_t|s_t)
 * @param entropies of pi_old(.|s_t)
 * @param reference log pi_SFT(a_t|s_t)
 * @param values V_old(s_t)
 * @param reward of the whole answer: the reward model's, or the weighted sum of several
 * @param rewards raw values by name; none where the reward model's is all
 */
record ScoredRollout(
    Rollout rollout,
    float[] logProbs,
    float[] entropies,
    float[] reference,
    float[] values,
    double reward,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Double> rewards) {

  ScoredRollout {
    rewards = rewards == null ? Map.of() : new TreeMap<>(rewards);
  }

  /** One that the reward model alone rewards. */
  ScoredRollout(
      Rollout rollout,
      float[] logProbs,
      float[] entropies,
      float[] reference,
      float[] values,
      double reward) {
    this(rollout, logProbs, entropies, reference, values, reward, Map.of());
  }

  /** The same with another reward, which these raw values add up to. */
  ScoredRollout rewarded(double sum, Map<String, Double> raw) {
    return new ScoredRollout(rollout, logProbs, entropies, reference, values, sum, raw);
  }
}
