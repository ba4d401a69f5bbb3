package dev.rlhf.operator.observe;

import java.util.Optional;

/** Why a run stands where it stands: the reasons that its conditions may have. */
public enum Reason {
  ALL_STAGES_COMPLETE("AllStagesComplete", Standing.COMPLETE),

  INVALID_SOURCE("InvalidSource", Standing.FAILED),
  INVALID_INPUT("InvalidInput", Standing.FAILED),
  GUARD_FAILED("GuardFailed", Standing.FAILED),
  RETRIES_EXHAUSTED("RetriesExhausted", Standing.FAILED),
  DEADLINE_EXCEEDED("DeadlineExceeded", Standing.FAILED),
  /** It hangs, and either is not to be tried again or hung again and again. */
  NO_PROGRESS("NoProgress", Standing.FAILED),

  STAGE_RUNNING("StageRunning", Standing.RUNNING),

  SUSPENDED("Suspended", Standing.SUSPENDED),
  /** What is to hold still ends. */
  SUSPENDING("Suspending", Standing.WAITING),
  /** What is to begin anew ends. */
  RESTARTING("Restarting", Standing.WAITING),
  PREPARING("Preparing", Standing.WAITING),
  CLAIM_MISSING(
      "ClaimMissing", Standing.WAITING, "create the claim, or name another one in a new run"),
  CLAIM_TERMINATING(
      "ClaimTerminating",
      Standing.WAITING,
      "see which pod still uses the claim, and what its finalizers wait for"),
  /** An object of an earlier run has a name that is needed, and is about to go. */
  NAME_IN_USE("NameInUse", Standing.WAITING, "see what the finalizers of that object wait for"),
  BACKOFF("Backoff", Standing.WAITING),
  PODS_TERMINATING("PodsTerminating", Standing.WAITING, "see whether the node of that pod is lost"),
  POD_PENDING(
      "PodPending",
      Standing.WAITING,
      "see the events of the Job for what refuses its pod, a quota or a policy, say"),
  /** A ResourceQuota has no room for the pod beside those of others. */
  QUOTA_EXCEEDED("QuotaExceeded", Standing.WAITING, "see who uses the quota up, or have it raised"),
  /** The API server refuses the pod for something that may come: a service account, a webhook. */
  POD_REFUSED("PodRefused", Standing.WAITING, "bring what the message names"),
  JOB_SUSPENDED("JobSuspended", Standing.WAITING),
  /** Kueue has not admitted the Job yet. */
  QUEUED("Queued", Standing.WAITING),
  /** Kueue has taken the quota back. */
  EVICTED("Evicted", Standing.WAITING),
  /** The scheduler's words for volumes in another zone than every node that fits otherwise. */
  VOLUME_ZONE_CONFLICT(
      "VolumeZoneConflict",
      Standing.WAITING,
      "add a node in the zone of the volumes, or take the node selector away that excludes it"),
  /** The scheduler's words for a claim that no volume was made for. */
  CLAIM_UNBOUND(
      "ClaimUnbound",
      Standing.WAITING,
      "see the events of the claim: its StorageClass may be missing or not offer the access mode, or its provisioner not run"),
  PROVISIONING_FAILED(
      "ProvisioningFailed", Standing.WAITING, "mend what the storage's provisioner names"),
  SOURCE_MISSING(
      "SourceMissing", Standing.WAITING, "create the claim and fill it, or name another one"),
  UNSCHEDULABLE(
      "Unschedulable",
      Standing.WAITING,
      "add a node that fits, or ask for less in resources, nodeSelector or podTemplate"),
  SCHEDULING_GATED(
      "SchedulingGated",
      Standing.WAITING,
      "see who set the gates of the pod, and why they are not removed"),
  CONTAINER_CREATING(
      "ContainerCreating",
      Standing.WAITING,
      "see the events of the pod for a volume that cannot be attached or mounted"),
  VOLUME_MOUNT_FAILED(
      "VolumeMountFailed",
      Standing.WAITING,
      "mend what the node names: a volume that another node holds, a config map or a secret"),
  IMAGE_PULL(
      "ImagePullBackOff",
      Standing.WAITING,
      "mend template.image, or name a secret for its registry in template.imagePullSecrets"),
  CONTAINER_CONFIG(
      "CreateContainerConfigError",
      Standing.WAITING,
      "mend what the container refers to, a config map or a secret, say"),
  VERIFYING_PARENTS("VerifyingParents", Standing.WAITING, "see the events of the pod of that Job"),
  /** A Job fetches what the run starts from; that may take as long as it likes. */
  FETCHING_SOURCES("FetchingSources", Standing.WAITING),
  /** A service did not give what it was asked for, and its Job asks again. */
  SOURCE_UNREACHABLE(
      "SourceUnreachable",
      Standing.WAITING,
      "see the log of the pod, the service's own state, and the endpoint, proxy and caBundle of spec.sources"),
  /** A Job copies the final model to where it is wanted. */
  PUBLISHING("Publishing", Standing.WAITING),
  /** That failed, and its Job tries again. */
  OUTPUT_UNREACHABLE(
      "OutputUnreachable",
      Standing.WAITING,
      "see the log of the pod, and whether the claim of spec.output has room, or the state of the store and how spec.sources says it is reached"),
  READING_RESULT("ReadingResult", Standing.WAITING, "see the events of the pod of that Job"),

  CLAIM_OF_EARLIER_RUN("ClaimOfEarlierRun", Standing.STALLED),
  CLAIM_LOST("ClaimLost", Standing.STALLED),
  /** The API server refuses an object that is made from the manifest. */
  REJECTED("Rejected", Standing.STALLED),
  NAME_TAKEN("NameTaken", Standing.STALLED),
  INVALID_IMAGE_NAME("InvalidImageName", Standing.STALLED),
  /** The pod asks for more than a ResourceQuota has in all. */
  QUOTA_TOO_SMALL("QuotaTooSmall", Standing.STALLED),
  /** A rule of the namespace refuses pods like this one. */
  POD_FORBIDDEN("PodForbidden", Standing.STALLED),
  STORAGE_CLASS_MISSING("StorageClassMissing", Standing.STALLED),
  ACCESS_MODE_UNSUPPORTED("AccessModeUnsupported", Standing.STALLED),
  VOLUME_LOST("VolumeLost", Standing.STALLED),
  /** Kueue's words for a Job that it will never admit as things are. */
  EXCEEDS_MAX_QUOTA("ExceedsMaxQuota", Standing.STALLED),
  NO_MATCHING_FLAVOR("NoMatchingFlavor", Standing.STALLED),
  MISCONFIGURED("Misconfigured", Standing.STALLED),
  DEACTIVATED("Deactivated", Standing.STALLED),
  /** A service refuses a source, or what it has under that name cannot be used. */
  SOURCE_REFUSED("SourceRefused", Standing.STALLED),
  /** Something else is where the final model is wanted. */
  OUTPUT_REFUSED("OutputRefused", Standing.STALLED),
  RESULT_UNREADABLE("ResultUnreadable", Standing.STALLED),
  /** What a stage is to start from is not what was made. */
  CHECKPOINT_DAMAGED("CheckpointDamaged", Standing.STALLED),
  /** The checkpoints that a stage is to keep will find no room beside those that are there. */
  VOLUME_TOO_SMALL("VolumeTooSmall", Standing.STALLED),
  /** Whether it is could not be seen. */
  CHECKPOINT_UNREADABLE("CheckpointUnreadable", Standing.STALLED);

  private final String word;
  private final Standing standing;

  private final String remedy;

  Reason(String word, Standing standing) {
    this(word, standing, null);
  }

  /** One that may come by itself, but not for ever. */
  Reason(String word, Standing standing, String remedy) {
    this.word = word;
    this.standing = standing;
    this.remedy = remedy;
  }

  /** The word in conditions, events and the column of what a run waits for. */
  public String word() {
    return word;
  }

  /** What to do where it takes too long; empty where it may take as long as it likes. */
  public Optional<String> remedy() {
    return Optional.ofNullable(remedy);
  }

  public Standing standing() {
    return standing;
  }

  /** Whether it is for want of an object of somebody else's, which no cache of ours holds. */
  public boolean isUntold() {
    return this == CLAIM_MISSING || this == SOURCE_MISSING;
  }
}
