package dev.rlhf.trainer.model;

import dev.rlhf.trainer.tensor.Formula;

/**
 * The name of the language-model head's weight: its own, or the embedding's where both are tied.
 *
 * @see <a href="https://arxiv.org/abs/1608.05859">Press and Wolf 2016, section 2</a>
 */
record OutputHead(String head, String embedding) implements Formula {

  @Override
  public String source() {
    return """
    def head_name(self, w: Dict[str, Tensor]) -> str:
      if "%1$s" in w:
        name = "%1$s"
      else:
        name = "%2$s"
      return name
    """
        .formatted(head, embedding);
  }
}
