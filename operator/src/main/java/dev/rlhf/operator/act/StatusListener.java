package dev.rlhf.operator.act;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.RLHFRunStatus;

/** Learns of every status that was written, once it was. */
@FunctionalInterface
public interface StatusListener {
  /**
   * A status was written.
   *
   * @param before the run as it was
   */
  void written(RLHFRun before, RLHFRunStatus after);
}
