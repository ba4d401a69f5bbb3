package dev.rlhf.operator.observe;

/** Why a run stands where it stands: the reasons that its conditions may have. */
public enum Reason {
  ALL_STAGES_COMPLETE("AllStagesComplete", Standing.COMPLETE),

  INVALID_SOURCE("InvalidSource", Standing.FAILED),
  INVALID_INPUT("InvalidInput", Standing.FAILED),
  RETRIES_EXHAUSTED("RetriesExhausted", Standing.FAILED),

  STAGE_RUNNING("StageRunning", Standing.RUNNING),

  PREPARING("Preparing", Standing.WAITING),
  CLAIM_MISSING("ClaimMissing", Standing.WAITING),
  CLAIM_TERMINATING("ClaimTerminating", Standing.WAITING),
  /** An object of an earlier run has a name that is needed, and is about to go. */
  NAME_IN_USE("NameInUse", Standing.WAITING),
  BACKOFF("Backoff", Standing.WAITING),
  PODS_TERMINATING("PodsTerminating", Standing.WAITING),
  POD_PENDING("PodPending", Standing.WAITING),
  JOB_SUSPENDED("JobSuspended", Standing.WAITING),
  /** Kueue has not admitted the Job yet. */
  QUEUED("Queued", Standing.WAITING),
  /** Kueue has taken the quota back. */
  EVICTED("Evicted", Standing.WAITING),
  UNSCHEDULABLE("Unschedulable", Standing.WAITING),
  SCHEDULING_GATED("SchedulingGated", Standing.WAITING),
  CONTAINER_CREATING("ContainerCreating", Standing.WAITING),
  IMAGE_PULL("ImagePullBackOff", Standing.WAITING),
  CONTAINER_CONFIG("CreateContainerConfigError", Standing.WAITING),
  VERIFYING_PARENTS("VerifyingParents", Standing.WAITING),
  READING_RESULT("ReadingResult", Standing.WAITING),

  CLAIM_OF_EARLIER_RUN("ClaimOfEarlierRun", Standing.STALLED),
  CLAIM_LOST("ClaimLost", Standing.STALLED),
  /** The API server refuses an object that is made from the manifest. */
  REJECTED("Rejected", Standing.STALLED),
  NAME_TAKEN("NameTaken", Standing.STALLED),
  INVALID_IMAGE_NAME("InvalidImageName", Standing.STALLED),
  /** Kueue's words for a Job that it will never admit as things are. */
  EXCEEDS_MAX_QUOTA("ExceedsMaxQuota", Standing.STALLED),
  NO_MATCHING_FLAVOR("NoMatchingFlavor", Standing.STALLED),
  MISCONFIGURED("Misconfigured", Standing.STALLED),
  DEACTIVATED("Deactivated", Standing.STALLED),
  RESULT_UNREADABLE("ResultUnreadable", Standing.STALLED),
  /** What a stage is to start from is not what was made. */
  CHECKPOINT_DAMAGED("CheckpointDamaged", Standing.STALLED),
  /** Whether it is could not be seen. */
  CHECKPOINT_UNREADABLE("CheckpointUnreadable", Standing.STALLED);

  private final String word;
  private final Standing standing;

  Reason(String word, Standing standing) {
    this.word = word;
    this.standing = standing;
  }

  /** The word in conditions, events and the column of what a run waits for. */
  public String word() {
    return word;
  }

  public Standing standing() {
    return standing;
  }
}
