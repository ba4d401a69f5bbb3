package dev.rlhf.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rlhf.manifest.CheckpointRef;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a running stage says of itself at {@code /progress}.
 *
 * @param phase what it is doing
 * @param step optimizer steps done
 * @param total optimizer steps in all; 0 while not known
 * @param stepsPerSecond of this attempt, lately; 0 while not known
 * @param etaSeconds to the end; null while not known
 * @param medianStepSeconds of this attempt; a stall is judged against it; null while not known
 * @param secondsSinceStep since the last step ended, or since the start
 * @param saveSeconds the longest that a checkpoint of this attempt took, from its first byte to its
 *     name; null while not known
 * @param checkpoint the newest checkpoint of the stage; null while there is none. An attempt that
 *     is killed cannot report it any more, and one that brought a new checkpoint costs no retry
 * @param figures of the last step, by name
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Progress(
    Phase phase,
    long step,
    long total,
    double stepsPerSecond,
    Long etaSeconds,
    Double medianStepSeconds,
    double secondsSinceStep,
    Double saveSeconds,
    CheckpointRef checkpoint,
    Map<String, Double> figures) {

  /** What a stage's process is doing. */
  public enum Phase {
    /** Reads, checks and hashes what it starts from. */
    LOADING,
    /** Makes optimizer steps. */
    TRAINING,
    /** Writes a checkpoint. */
    SAVING,
    /** Its result is written. */
    DONE
  }

  public Progress {
    figures = figures == null ? Map.of() : new TreeMap<>(figures);
  }
}
