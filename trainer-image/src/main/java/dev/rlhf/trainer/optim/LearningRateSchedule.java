package dev.rlhf.trainer.optim;

import dev.rlhf.plan.OptimizerSettings;

/**
 * Linear warm-up, then half a cosine: with peak p, lowest rate q, W of T steps of warm-up and steps
 * counted from 1,
 *
 * <pre>
 * rate(t) = p t / W                                            for t &lt;= W
 * rate(t) = q + (p - q) (1 + cos(pi (t - W) / (T - W))) / 2    for t &gt; W
 * </pre>
 *
 * <p>so that no step has rate 0 and the last one has q, unless all are warm-up.
 *
 * @see <a href="https://arxiv.org/abs/1608.03983">Loshchilov and Hutter 2017, equation 5</a>
 */
public record LearningRateSchedule(double peak, double lowest, long warmupSteps, long totalSteps) {

  /** The schedule of settings over a number of steps. */
  public static LearningRateSchedule of(double peak, OptimizerSettings settings, long totalSteps) {
    return new LearningRateSchedule(
        peak,
        peak * settings.minLearningRateRatio(),
        Math.round(settings.warmupRatio() * totalSteps),
        totalSteps);
  }

  /** The learning rate of a step, the first being 1. */
  public double at(long step) {
    if (step <= warmupSteps) {
      return peak * step / warmupSteps;
    }
    double passed = (double) (step - warmupSteps) / (totalSteps - warmupSteps);
    return lowest + (peak - lowest) * (1 + Math.cos(Math.PI * passed)) / 2;
  }
}
