package dev.rlhf.trainer.tensor;

/**
 * Weights as leaves of one call's own: {@code leaves(w, g)} gives w, each weight that has a buffer
 * in {@code g} as a new leaf on the same memory.
 *
 * <p>Lanes take gradients by the same weights at the same time, and what autograd keeps with a leaf
 * is not theirs to share: {@code torch.autograd.grad} looks up the node that a leaf's gradients end
 * in without the lock under which another thread's pass replaces it.
 */
public record GradientLeaves() implements Formula {

  @Override
  public String source() {
    return """
    def leaves(self, w: Dict[str, Tensor], g: Dict[str, Tensor]) -> Dict[str, Tensor]:
      own = annotate(Dict[str, Tensor], {})
      for name, weight in w.items():
        own[name] = weight.detach().requires_grad_(name in g)
      return own
    """;
  }
}
