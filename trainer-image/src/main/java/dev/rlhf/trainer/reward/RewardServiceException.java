package dev.rlhf.trainer.reward;

/** A service gave no rewards, or none that can be used: the run is right, and may go on later. */
public final class RewardServiceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RewardServiceException(String message) {
    super(message);
  }
}
