package dev.rlhf.operator.observe;

import java.util.Arrays;
import java.util.Optional;

/** How an attempt ended, in one word: what a stage's {@code reason} may be. */
public enum EndReason {
  COMPLETE("Complete", null),
  /** There was no attempt: a ready checkpoint takes the stage's place. */
  READY_CHECKPOINT("ReadyCheckpoint", null),
  /** The user suspended the run, or had the stage begin anew. */
  STOPPED("Stopped", null),
  /** Another stage failed for good, so that no further attempt began. */
  GIVEN_UP("GivenUp", null),
  INVALID_INPUT("InvalidInput", FailureClass.INVALID),
  /** A guard with action {@code Fail}, or one that could not do what it was asked for. */
  GUARD_FAILED("GuardFailed", FailureClass.GUARD),
  CHECKPOINT_DAMAGED("CheckpointDamaged", FailureClass.DAMAGED),
  /** The volume has no room for a checkpoint. */
  NO_SPACE("NoSpace", FailureClass.ERROR),
  /** The process was told to end and saved a checkpoint. */
  INTERRUPTED("Interrupted", FailureClass.DISRUPTION),
  /** Kubernetes removed the pod: eviction, preemption, node loss. */
  DISRUPTED("Disrupted", FailureClass.DISRUPTION),
  /** Somebody deleted the Job. */
  JOB_GONE("JobGone", FailureClass.DISRUPTION),
  OOM_KILLED("OOMKilled", FailureClass.ERROR),
  /** The time of {@code activeDeadlineSeconds} is over. */
  DEADLINE_EXCEEDED("DeadlineExceeded", FailureClass.DEADLINE),
  /** A deadline of the Job itself, which is not the operator's. */
  JOB_DEADLINE("JobDeadlineExceeded", FailureClass.ERROR),
  /** It made no step for too long, and was told to end. */
  NO_PROGRESS("NoProgress", FailureClass.ERROR),
  /** It saved and ended, and nobody had told it to. */
  ENDED_BY_ITSELF("EndedByItself", FailureClass.ERROR),
  ERROR("Error", FailureClass.ERROR);

  private final String word;
  private final FailureClass failure;

  EndReason(String word, FailureClass failure) {
    this.word = word;
    this.failure = failure;
  }

  /** The word in the status. */
  public String word() {
    return word;
  }

  /** Whose failure it was; empty where it was none. */
  public Optional<FailureClass> failure() {
    return Optional.ofNullable(failure);
  }

  /** The reason of a word; empty for an unknown one. */
  public static Optional<EndReason> ofWord(String word) {
    return Arrays.stream(values()).filter(reason -> reason.word.equals(word)).findFirst();
  }
}
