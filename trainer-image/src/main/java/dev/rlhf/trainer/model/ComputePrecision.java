package dev.rlhf.trainer.model;

import dev.rlhf.manifest.Precision;
import dev.rlhf.trainer.tensor.Formula;
import java.util.List;

/**
 * What a model computes with: {@code lowered} is a tensor as products take it. In bf16 that is a
 * copy, through which gradients reach the fp32 weight; in fp32, or where it is bf16 already, it is
 * the tensor itself. {@code raised} is what products gave, as losses take it: fp32 in either.
 *
 * @see <a href="https://arxiv.org/abs/1710.03740">Micikevicius et al. 2018, section 3.1</a>
 */
public record ComputePrecision(Precision precision) implements Formula {

  /** Weights as they are. */
  public ComputePrecision() {
    this(Precision.FP32);
  }

  @Override
  public List<Formula> uses() {
    return List.of(new WeightProduct());
  }

  @Override
  public String source() {
    return switch (precision) {
      case FP32 -> text("x", "x");
      // TorchScript's numbers of bfloat16 and float.
      case BF16 -> text("x.to(15)", "x.to(6)");
    };
  }

  private static String text(String lowered, String raised) {
    return """
    def lowered(self, x: Tensor) -> Tensor:
      return %s

    def raised(self, x: Tensor) -> Tensor:
      return %s

    def logits(self, hidden: Tensor, head: Tensor) -> Tensor:
      return self.raised(self.weight_product(hidden, self.lowered(head), None))
    """
        .formatted(lowered, raised);
  }
}
