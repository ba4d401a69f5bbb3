package dev.rlhf.trainer.ppo;

/**
 * Mean and deviation of everything seen so far, merged batch by batch:
 *
 * <pre>
 * n = n1 + n2,  d = m2 - m1,  m = m1 + d n2 / n,  S = S1 + S2 + d^2 n1 n2 / n
 * </pre>
 *
 * @param count how many were seen
 * @param squares the sum S of squared differences from the mean
 * @see <a href="https://doi.org/10.1007/978-3-642-51461-6_3">Chan, Golub and LeVeque 1982</a>
 */
public record RunningMoments(long count, double mean, double squares) {

  public static final RunningMoments NONE = new RunningMoments(0, 0, 0);

  /** The moments of these numbers alone. */
  public static RunningMoments of(double... values) {
    RunningMoments moments = NONE;
    for (double value : values) {
      moments = moments.and(new RunningMoments(1, value, 0));
    }
    return moments;
  }

  /** The moments of what both have seen. */
  public RunningMoments and(RunningMoments other) {
    long total = count + other.count;
    if (total == 0) {
      return NONE;
    }
    double delta = other.mean - mean;
    return new RunningMoments(
        total,
        mean + delta * other.count / total,
        squares + other.squares + delta * delta * count * other.count / total);
  }

  /** The population's standard deviation: defined from one number on, where it is 0. */
  public double deviation() {
    return count == 0 ? 0 : Math.sqrt(squares / count);
  }
}
