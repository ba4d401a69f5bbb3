package dev.rlhf.trainer.ppo;

import dev.rlhf.plan.PpoSettings;

/**
 * Which of PPO's tricks are used, with their numbers: those of PPO-max and no others.
 *
 * <p>From rollouts to what the update learns from: the token-level KL penalty, the normalised and
 * clipped reward on the answer's last token, and generalized advantage estimation. Returns are
 * un-normalised advantages plus values. The rest of the recipe is where its name is: {@link
 * PolicyLoss}, {@link ValueLoss}, {@link dev.rlhf.trainer.optim.GlobalNormClip} and the critic's
 * pre-training in {@link PpoUpdate}.
 *
 * @param policyClip epsilon of the surrogate objective
 * @param valueClip epsilon of the value loss
 * @see <a href="https://arxiv.org/abs/2307.04964">Zheng et al. 2023, section 5.4</a>
 */
public record PpoMax(
    KlPenalty penalty,
    RewardShaping reward,
    GeneralizedAdvantage advantage,
    double policyClip,
    double valueClip) {

  public static PpoMax of(PpoSettings settings) {
    return new PpoMax(
        new KlPenalty(settings.klCoefficient()),
        new RewardShaping(settings.rewardClip()),
        new GeneralizedAdvantage(settings.gamma(), settings.lambda()),
        settings.policyClip(),
        settings.valueClip());
  }

  /** What an answer teaches, given the moments of every reward so far, its own included. */
  Experience judge(ScoredRollout scored, RunningMoments seen) {
    double shaped = reward.of(scored.reward(), seen);
    double[] rewards = penalty.of(scored.logProbs(), scored.reference());
    rewards[rewards.length - 1] += shaped;
    double[] advantages = advantage.of(rewards, scored.values());
    double[] returns = advantages.clone();
    for (int t = 0; t < returns.length; t++) {
      returns[t] += scored.values()[t];
    }
    return new Experience(scored, shaped, advantages, returns);
  }
}
