package dev.rlhf.operator.observe;

import dev.rlhf.contract.ExitCode;
import dev.rlhf.contract.StageResult;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How an attempt failed.
 *
 * @param message for people
 * @param result what the process wrote, if it could
 */
public record AttemptEnd(EndReason reason, String message, Optional<StageResult> result) {
  private static final Pattern EXIT_CODE = Pattern.compile("failed with exit code (\\d+)");
  private static final String POLICY = "PodFailurePolicy";

  /** Somebody deleted the Job of an attempt. */
  public static AttemptEnd jobGone(String job, Optional<StageResult> result) {
    return new AttemptEnd(
        EndReason.JOB_GONE, "Job %s was deleted before it ended".formatted(job), result);
  }

  /**
   * Sorts a failure.
   *
   * <p>The class comes from the Job alone, which outlives its pod; the pod, if it is still there,
   * adds the words.
   */
  public static AttemptEnd of(JobState job, Optional<Termination> pod) {
    Optional<StageResult> result = pod.flatMap(Termination::result);
    EndReason reason = reason(job, pod);
    return new AttemptEnd(reason, message(reason, job, pod, result), result);
  }

  private static EndReason reason(JobState job, Optional<Termination> pod) {
    if (job.reason().equals(POLICY)) {
      Matcher exit = EXIT_CODE.matcher(job.message());
      return switch (exit.find() ? ExitCode.of(Integer.parseInt(exit.group(1))) : ExitCode.ERROR) {
        case INVALID -> EndReason.INVALID_INPUT;
        case DAMAGED -> EndReason.CHECKPOINT_DAMAGED;
        case GUARD_FAILED -> EndReason.GUARD_FAILED;
        case NO_SPACE -> EndReason.NO_SPACE;
        case INTERRUPTED ->
            pod.filter(end -> !end.told()).isPresent()
                ? EndReason.ENDED_BY_ITSELF
                : EndReason.INTERRUPTED;
        case DONE, ERROR -> EndReason.DISRUPTED;
      };
    }
    if (job.reason().equals("DeadlineExceeded")) {
      return EndReason.JOB_DEADLINE;
    }
    return pod.filter(p -> p.reason().equals("OOMKilled")).isPresent()
        ? EndReason.OOM_KILLED
        : EndReason.ERROR;
  }

  private static String message(
      EndReason reason, JobState job, Optional<Termination> pod, Optional<StageResult> result) {
    if (reason == EndReason.OOM_KILLED) {
      return "the container was killed for want of memory: raise its memory limit, or lower"
          + " microBatchSize or maxLength";
    }
    if (reason == EndReason.ENDED_BY_ITSELF) {
      return "the process ended with exit code 75, as if it had been told to end, and nobody had:"
          + " its pod was neither deleted nor evicted";
    }
    return result
        .map(StageResult::message)
        .or(
            () ->
                pod.map(Termination::message).filter(text -> !text.isBlank()).map(AttemptEnd::tail))
        .or(() -> pod.map(p -> "the process ended with exit code %d".formatted(p.exitCode())))
        .orElse(job.message());
  }

  /** Where the process wrote no result, its last words are the end of its log. */
  private static String tail(String log) {
    String trimmed = log.strip();
    int length = trimmed.length();
    return length <= 1024 ? trimmed : "…" + trimmed.substring(length - 1024);
  }
}
