package dev.rlhf.trainer.rm;

import dev.rlhf.plan.Stage;
import dev.rlhf.trainer.metrics.EnumFigure;

/** What reward-model training tells at every step, of the batch before its step. */
public enum RmFigure implements EnumFigure {
  LOSS("rm_loss plus lmLossCoefficient times lm_loss."),
  RM_LOSS("Mean of -log sigma(margin) over the batch's pairs, in nats."),
  LM_LOSS(
      "Mean negative log-likelihood of the tokens that lmLossOn names, in nats; absent with coefficient 0."),
  ACCURACY("Share of pairs whose chosen answer has the higher reward."),
  MARGIN_MEAN("Mean reward of the chosen answers less that of the rejected ones."),
  REWARD_CHOSEN_MEAN("Mean reward of the chosen answers."),
  REWARD_REJECTED_MEAN("Mean reward of the rejected answers."),
  BRIER_SCORE("Mean of (1 - sigma(margin))^2: 0 is certain and right, 0.25 is a guess."),
  CALIBRATION_ERROR("Expected calibration error of sigma(margin), in five bins of confidence."),
  LEARNING_RATE("Learning rate of the step."),
  GRAD_NORM("Global norm of the gradients before clipping."),
  EPOCH("Passes over the preferences, with the fraction of the running one."),
  TOKENS("Tokens of the batch, padding not counted."),
  STEP_SECONDS("Time of the step."),
  TOKENS_PER_SECOND("Tokens of the batch by the time of the step."),
  MEMORY_BYTES("Memory that the process has in use, native tensors included.");

  private final String help;

  RmFigure(String help) {
    this.help = help;
  }

  @Override
  public Stage stage() {
    return Stage.RM;
  }

  @Override
  public String help() {
    return help;
  }
}
