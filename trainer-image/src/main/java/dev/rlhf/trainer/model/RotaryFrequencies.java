package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;

/**
 * The frequencies of {@link RotaryEmbedding}: f_i = theta^(-2i/D), and Llama 3's scaling of them.
 *
 * <p>Llama 3 divides by {@code factor} what turns less than {@code low} times over the original
 * context, leaves what turns more than {@code high} times, and blends between. Computed in fp32
 * with PyTorch's own operations, because at long positions a rounding of a frequency is seen.
 *
 * @see <a href="https://arxiv.org/abs/2104.09864">Su et al. 2021, section 3.2.2</a>
 */
public record RotaryFrequencies() implements Formula {

  @Override
  public String source() {
    return """
    def rotary_frequencies(self, theta: float, head_dim: int, linear_factor: float) -> Tensor:
      exponents = torch.arange(0, head_dim, 2, dtype=4).to(6) / head_dim
      return torch.reciprocal(torch.pow(theta, exponents)) / linear_factor

    def llama3_frequencies(self, frequencies: Tensor, factor: float, low: float, high: float, original_context: int) -> Tensor:
      wavelengths = torch.reciprocal(frequencies) * 6.283185307179586
      turns = torch.reciprocal(wavelengths) * original_context
      kept = (turns - low) / (high - low)
      blended = (1. - kept) * frequencies / factor + kept * frequencies
      scaled = torch.where(wavelengths > original_context / low, frequencies / factor, frequencies)
      between = (wavelengths <= original_context / low).__and__(wavelengths >= original_context / high)
      return torch.where(between, blended, scaled)
    """;
  }
}
