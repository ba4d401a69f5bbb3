package dev.rlhf.operator.observe;

import java.util.Optional;

/**
 * What is to be said of a run or of one of its stages.
 *
 * @param message for people; where somebody has to act, it says how
 */
public record Verdict(Reason reason, String message) {

  /** The word for what keeps it from going on; empty where nothing does. */
  public Optional<String> waiting() {
    return switch (reason.standing()) {
      case WAITING, STALLED -> Optional.of(reason.word());
      case COMPLETE, FAILED, RUNNING -> Optional.empty();
    };
  }
}
