package dev.rlhf.trainer.stage;

import dev.rlhf.contract.StageEnvironment;
import dev.rlhf.trainer.InvalidInputException;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which attempt a process is.
 *
 * @param attempt its number, from 1
 * @param pod its pod's UID
 * @param port that it serves
 * @param endedBefore attempts below this number write no more; 0 where nobody vouches for any
 * @param firstAttempt attempts below this number are none of the stage's any more; 0 where all are
 */
public record AttemptEnvironment(
    int attempt, String pod, int port, int endedBefore, int firstAttempt) {
  private static final Pattern POD = Pattern.compile("[A-Za-z0-9-]{1,63}");
  private static final int HIGHEST_PORT = 65_535;

  public AttemptEnvironment {
    require(attempt >= 1, StageEnvironment.ATTEMPT, "the attempt's number, from 1");
    require(pod != null && POD.matcher(pod).matches(), StageEnvironment.POD_UID, "the pod's UID");
    require(
        port >= 0 && port <= HIGHEST_PORT, StageEnvironment.PORT, "a port, or 0 for a free one");
    require(
        endedBefore >= 0 && endedBefore <= attempt,
        StageEnvironment.ENDED_BEFORE,
        "at most the attempt's number, or leave it out");
    require(
        firstAttempt >= 0 && firstAttempt <= attempt,
        StageEnvironment.FIRST_ATTEMPT,
        "at most the attempt's number, or leave it out");
  }

  /**
   * Reads the environment's variables.
   *
   * @throws InvalidInputException naming the first that is missing or wrong
   */
  public static AttemptEnvironment of(Map<String, String> variables) {
    return new AttemptEnvironment(
        number(variables, StageEnvironment.ATTEMPT, 0),
        variables.get(StageEnvironment.POD_UID),
        number(variables, StageEnvironment.PORT, StageEnvironment.DEFAULT_PORT),
        number(variables, StageEnvironment.ENDED_BEFORE, 0),
        number(variables, StageEnvironment.FIRST_ATTEMPT, 0));
  }

  private static int number(Map<String, String> variables, String name, int fallback) {
    try {
      String value = variables.get(name);
      return value == null ? fallback : Integer.parseInt(value);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static void require(boolean holds, String variable, String what) {
    if (!holds) {
      throw new InvalidInputException(
          "the environment's variable %s is missing or wrong: set it to %s"
              .formatted(variable, what));
    }
  }
}
