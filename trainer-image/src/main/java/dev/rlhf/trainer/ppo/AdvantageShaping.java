package dev.rlhf.trainer.ppo;

import java.util.Arrays;
import java.util.List;

/**
 * Advantage normalisation and clipping: A' = clip((A - mean) / deviation, -delta, delta), by the
 * moments of the advantages of all response tokens of an iteration.
 *
 * <p>The deviation is sqrt(variance + 1e-8), so that equal advantages become 0. Returns are made of
 * advantages that are not shaped.
 *
 * @param normalizes whether mean and deviation are taken out, or only the clip holds
 * @see <a href="https://arxiv.org/abs/2307.04964">Zheng et al. 2023, section 5.3.1</a>
 */
public record AdvantageShaping(boolean normalizes, SymmetricClip clip) {

  private static final double EPSILON = 1e-8;

  /** The shaped advantages, answer by answer. */
  public List<double[]> of(List<double[]> advantages) {
    RunningMoments moments =
        RunningMoments.of(advantages.stream().flatMapToDouble(Arrays::stream).toArray());
    double mean = normalizes ? moments.mean() : 0;
    double deviation =
        normalizes ? Math.sqrt(moments.deviation() * moments.deviation() + EPSILON) : 1;
    return advantages.stream()
        .map(row -> Arrays.stream(row).map(a -> clip.of((a - mean) / deviation)).toArray())
        .toList();
  }
}
