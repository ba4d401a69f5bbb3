package dev.rlhf.trainer.sft;

import dev.rlhf.plan.Stage;
import dev.rlhf.trainer.metrics.EnumFigure;

/** What SFT tells at every step. */
public enum SftFigure implements EnumFigure {
  /** Of the batch before its step. */
  LOSS("Mean negative log-likelihood of the batch's response tokens, in nats."),
  LEARNING_RATE("Learning rate of the step."),
  GRAD_NORM("Global norm of the gradients before clipping."),
  EPOCH("Passes over the demonstrations, with the fraction of the running one."),
  TOKENS("Tokens of the batch, padding not counted."),
  RESPONSE_TOKENS("Tokens of the batch that are learnt."),
  STEP_SECONDS("Time of the step."),
  TOKENS_PER_SECOND("Tokens of the batch by the time of the step."),
  MEMORY_BYTES("Memory that the process has in use, native tensors included.");

  private final String help;

  SftFigure(String help) {
    this.help = help;
  }

  @Override
  public Stage stage() {
    return Stage.SFT;
  }

  @Override
  public String help() {
    return help;
  }
}
