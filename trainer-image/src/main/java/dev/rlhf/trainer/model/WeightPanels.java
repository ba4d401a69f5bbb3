package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A weight [out, in], or [in, out] where it is stored transposed, cut into panels [P, in, out / P]
 * of a few outputs each, whose numbers lie as a {@link WeightProduct} of a few rows reads them: one
 * after the other. As one matrix it is read in strides of a whole row, at half the speed.
 */
record WeightPanels() implements Formula {

  /** Outputs that the kernels of common processors compute at a time, the fastest first. */
  private static final int[] WIDTHS = {48, 32, 16};

  /** Outputs of a panel; none where no panels fill the weight. */
  static OptionalInt width(long out) {
    return IntStream.of(WIDTHS).filter(width -> out % width == 0).findFirst();
  }

  @Override
  public String source() {
    return """
    def panels(self, weight: Tensor, transposed: bool, width: int) -> Tensor:
      by_output = weight.t() if transposed else weight
      return by_output.unflatten(0, [-1, width]).transpose(1, 2).contiguous()
    """;
  }
}
