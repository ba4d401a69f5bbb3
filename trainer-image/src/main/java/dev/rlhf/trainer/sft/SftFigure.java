package dev.rlhf.trainer.sft;

import dev.rlhf.trainer.metrics.Figure;

/** What SFT tells at every step. */
public enum SftFigure implements Figure {
  /** Of the batch before its step. */
  LOSS("loss", "Mean negative log-likelihood of the batch's response tokens, in nats."),
  LEARNING_RATE("learning_rate", "Learning rate of the step."),
  GRAD_NORM("grad_norm", "Global norm of the gradients before clipping."),
  EPOCH("epoch", "Passes over the demonstrations, with the fraction of the running one."),
  TOKENS("tokens", "Tokens of the batch, padding not counted."),
  RESPONSE_TOKENS("response_tokens", "Tokens of the batch that are learnt."),
  STEP_SECONDS("step_seconds", "Time of the step."),
  TOKENS_PER_SECOND("tokens_per_second", "Tokens of the batch by the time of the step."),
  MEMORY_BYTES("memory_bytes", "Memory that the process has in use, native tensors included.");

  private final String id;
  private final String help;

  SftFigure(String id, String help) {
    this.id = id;
    this.help = help;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String metric() {
    return "rlhf_sft_" + id;
  }

  @Override
  public String help() {
    return help;
  }
}
