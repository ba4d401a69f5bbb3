package dev.rlhf.contract;

import java.util.Locale;

/** What a stage's process learns from its environment, since it differs between attempts. */
public final class StageEnvironment {
  /** Number of the attempt, from 1. */
  public static final String ATTEMPT = "RLHF_ATTEMPT";

  /**
   * Attempts below this number write no more, and whoever starts the process vouches for it: only
   * then may their older checkpoints be deleted. None where unset.
   */
  public static final String ENDED_BEFORE = "RLHF_ENDED_BEFORE";

  /**
   * Attempts below this number are none of the stage's any more: it has begun anew since. None
   * where unset.
   */
  public static final String FIRST_ATTEMPT = "RLHF_FIRST_ATTEMPT";

  /** UID of the pod, by the downward API; with the attempt it names the folder that is written. */
  public static final String POD_UID = "RLHF_POD_UID";

  /** Where the termination message goes; Kubernetes' own default where unset. */
  public static final String TERMINATION_LOG = "RLHF_TERMINATION_LOG";

  /** Port of metrics and progress; {@link #DEFAULT_PORT} where unset. */
  public static final String PORT = "RLHF_PORT";

  /** What the process computes on, a {@code dev.rlhf.manifest.Device}; {@code cpu} where unset. */
  public static final String DEVICE = "RLHF_DEVICE";

  /** The port that a pod serves. */
  public static final int DEFAULT_PORT = 9400;

  /** The variable that holds the bearer token of one of PPO's rewards. */
  public static String rewardToken(String reward) {
    return "RLHF_REWARD_TOKEN_" + reward.toUpperCase(Locale.ROOT);
  }

  private StageEnvironment() {}
}
