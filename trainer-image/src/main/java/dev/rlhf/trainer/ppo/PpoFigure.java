package dev.rlhf.trainer.ppo;

import dev.rlhf.plan.Stage;
import dev.rlhf.trainer.metrics.EnumFigure;

/**
 * What PPO tells of each iteration; policy figures are absent while only the critic learns.
 *
 * <p>"Mean" is over the response tokens of the iteration's rollouts, or over its optimizer steps
 * where a loss, a norm or a share of clipped tokens is meant.
 */
public enum PpoFigure implements EnumFigure {
  KL("Mean of log pi - log pi_SFT over response tokens, in nats; 0 up to rounding at first."),
  KL_COEFFICIENT("Weight of the token-level KL penalty in the iteration."),
  APPROX_KL("Mean of (rho - 1) - log rho between the policy and the one that drew the rollouts."),
  ENTROPY("Mean entropy of the policy over response tokens, in nats."),
  PERPLEXITY("Of the policy on its own answers: exp of the mean negative log-probability."),
  REWARD("Mean reward of the answers, as the reward model gives it."),
  REWARD_STD("Standard deviation of the answers' rewards."),
  REWARD_MIN("Lowest of the answers' rewards."),
  REWARD_P05("Reward that one answer in twenty does not exceed."),
  REWARD_P25("Reward that one answer in four does not exceed."),
  REWARD_P50("Reward that every other answer does not exceed."),
  REWARD_P75("Reward that one answer in four exceeds."),
  REWARD_P95("Reward that one answer in twenty exceeds."),
  REWARD_MAX("Highest of the answers' rewards."),
  REWARD_SKEWNESS("Mean cube of the rewards' deviations from their mean, in standard deviations."),
  REWARD_NORMALIZED(
      "Mean reward after normalisation and clipping, or what rewardShaping asks for."),
  RESPONSE_LENGTH("Mean tokens of an answer, end-of-sequence included."),
  TRUNCATED_RATE("Share of answers that met maxResponseLength before an end-of-sequence."),
  HELD_OUT_REWARD("Mean reward of the answers to held-out prompts, less missingEosPenalty."),
  HELD_OUT_KL("Mean of log pi - log pi_SFT over those answers' tokens, in nats."),
  BEST_STEP("Iteration of the best checkpoint so far, by held-out reward within maxKl."),
  GUARD_WARNINGS("Times that a guard has warned so far."),
  GUARD_ROLLBACKS("Times that a guard has rolled the models back so far."),
  GUARD_ROLLBACK_STEP("Iteration of the checkpoint that the last rollback went back to."),
  GUARD_STOP_STEP("Iteration at which a guard stopped the stage."),
  ADVANTAGE_MEAN("Mean advantage, as the policy learns it."),
  ADVANTAGE_STD("Standard deviation of advantages, as the policy learns them."),
  RETURN_MEAN("Mean return."),
  VALUE_MEAN("Mean value, as the critic gave it before it learnt."),
  EXPLAINED_VARIANCE("1 - variance of (return - value) / variance of returns."),
  POLICY_LOSS("Mean clipped surrogate loss."),
  PTX_LOSS("Mean negative log-likelihood of pre-training texts' tokens, in nats, unweighted."),
  VALUE_LOSS("Mean value loss."),
  POLICY_CLIP_FRACTION("Share of response tokens whose surrogate is clipped."),
  VALUE_CLIP_FRACTION("Share of response tokens whose value loss is clipped."),
  FIRST_MINIBATCH_RATIO_DEVIATION(
      "Largest |rho - 1| before the first policy step of the iteration; above 1e-5 scores disagree."),
  FIRST_MINIBATCH_CLIP_FRACTION("Share of clipped tokens before the first policy step; 0."),
  GRAD_NORM("Mean global norm of the policy's gradient before clipping."),
  CRITIC_GRAD_NORM("Mean global norm of the critic's gradient before clipping."),
  LEARNING_RATE("Of the policy's last step."),
  CRITIC_LEARNING_RATE("Of the critic's last step."),
  TOKENS("Tokens of prompts and answers in the iteration."),
  TOKENS_PER_SECOND("Those tokens over the seconds of the whole iteration."),
  ROLLOUT_SECONDS("Time to draw the answers."),
  SCORING_SECONDS("Time to score them under policy, SFT model, critic and reward model."),
  UPDATE_SECONDS("Time of all optimizer steps.");

  private final String help;

  PpoFigure(String help) {
    this.help = help;
  }

  @Override
  public Stage stage() {
    return Stage.PPO;
  }

  @Override
  public String help() {
    return help;
  }
}
