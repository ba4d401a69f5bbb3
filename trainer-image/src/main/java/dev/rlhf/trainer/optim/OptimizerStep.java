package dev.rlhf.trainer.optim;

import dev.rlhf.trainer.tensor.Formula;
import dev.rlhf.trainer.tensor.GradientBuffer;
import java.util.List;

/**
 * One optimizer step in one call: clip, AdamW, gradients' memory back; gives their norm.
 *
 * <p>Weight decay holds for matrices only, not for norms and biases. Without a bound on the norm,
 * pass infinity.
 */
public record OptimizerStep() implements Formula {

  @Override
  public List<Formula> uses() {
    return List.of(new GlobalNormClip(), new AdamW(), new GradientBuffer());
  }

  @Override
  public String source() {
    return """
    def optimizer_step(self, p: Dict[str, Tensor], g: Dict[str, Tensor], m: Dict[str, Tensor], v: Dict[str, Tensor], t: Tensor, rate: float, beta1: float, beta2: float, epsilon: float, decay: float, max_norm: float) -> Tensor:
      for name in g.keys():
        if g[name].numel() == 0:
          torch.set_(g[name], torch.zeros_like(p[name]))
      norm = self.clip_global_norm(g.values(), max_norm)
      t.add_(1)
      for decayed in [True, False]:
        names = annotate(List[str], [])
        for name in g.keys():
          if (g[name].dim() > 1) == decayed:
            names.append(name)
        if len(names) > 0:
          group_decay = decay if decayed else 0.
          self.adamw([p[n] for n in names], [g[n] for n in names], [m[n] for n in names], [v[n] for n in names], t, rate, beta1, beta2, epsilon, group_decay)
      self.release_gradients(g)
      return norm
    """;
  }
}
