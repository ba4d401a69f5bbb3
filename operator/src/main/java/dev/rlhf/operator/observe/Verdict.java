package dev.rlhf.operator.observe;

import java.util.Optional;

/**
 * What is to be said of a run or of one of its stages.
 *
 * @param message for people; where somebody has to act, it says how
 * @param standing the reason's, or stalled where it has lasted for too long
 */
public record Verdict(Reason reason, String message, Standing standing) {

  public Verdict(Reason reason, String message) {
    this(reason, message, reason.standing());
  }

  /** The same, once it has lasted for too long: somebody has to act. */
  public Verdict stalled(String remedy) {
    return new Verdict(reason, "%s; %s".formatted(message, remedy), Standing.STALLED);
  }

  /** The word for what keeps it from going on; empty where nothing does. */
  public Optional<String> waiting() {
    return switch (standing) {
      case WAITING, STALLED -> Optional.of(reason.word());
      case COMPLETE, FAILED, RUNNING, SUSPENDED -> Optional.empty();
    };
  }
}
