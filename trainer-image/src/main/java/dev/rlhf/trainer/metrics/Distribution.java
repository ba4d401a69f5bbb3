package dev.rlhf.trainer.metrics;

import java.util.List;

/**
 * Numbers of which a stage makes many in a step, as a Prometheus histogram of all that the attempt
 * made.
 *
 * @param metric the name of the histogram
 * @param help what it says, with its unit
 * @param bounds of the classic buckets, ascending; a native histogram finds its own
 */
public record Distribution(String metric, String help, List<Double> bounds) {

  public Distribution {
    bounds = List.copyOf(bounds);
  }
}
