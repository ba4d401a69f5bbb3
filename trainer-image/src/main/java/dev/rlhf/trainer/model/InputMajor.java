package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;

/**
 * The same weight [out, in], its numbers lying input by input in memory.
 *
 * <p>A product of a few rows reads it so; from the other order the processor's library copies the
 * whole weight, for each product anew.
 */
record InputMajor() implements Formula {

  @Override
  public String source() {
    return """
    def input_major(self, weight: Tensor) -> Tensor:
      return weight.t().contiguous().t()
    """;
  }
}
