package dev.rlhf.trainer.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlhf.trainer.tensor.Formula;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The Gaussian error linear unit: x Phi(x), or its approximation x (1 + tanh(sqrt(2 / pi) (x +
 * 0.044715 x^3))) / 2.
 *
 * @see <a href="https://arxiv.org/abs/1606.08415">Hendrycks and Gimpel 2016, section 2</a>
 */
enum Gelu implements Formula {
  EXACT("torch.gelu(x)", 2, List.of("gelu")),
  TANH(
      "x * 0.5 * (torch.tanh((x + torch.pow(x, 3) * 0.044715) * 0.7978845608028654) + 1.)",
      5,
      List.of("gelu_new", "gelu_fast", "gelu_pytorch_tanh"));

  private final String expression;
  private final int kept;
  private final List<String> names;

  Gelu(String expression, int kept, List<String> names) {
    this.expression = expression;
    this.kept = kept;
    this.names = names;
  }

  /** The one that a key of config.json names. */
  static Gelu read(ConfigKeys keys, String key) {
    JsonNode name = keys.take(key);
    return Arrays.stream(values())
        .filter(known -> known.names.contains(name.asText()))
        .findFirst()
        .orElseThrow(() -> keys.refused(key, name, "only %s are supported".formatted(all())));
  }

  /** Numbers for each of x that are kept until gradients are taken, the answer among them. */
  int kept() {
    return kept;
  }

  private static String all() {
    return Arrays.stream(values())
        .flatMap(known -> known.names.stream())
        .collect(Collectors.joining(", "));
  }

  @Override
  public String source() {
    return """
    def gelu(self, x: Tensor) -> Tensor:
      return %s
    """
        .formatted(expression);
  }
}
