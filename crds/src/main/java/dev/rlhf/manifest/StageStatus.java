package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Map;

/** What has become of one stage. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StageStatus(
    @JsonPropertyDescription("sft, rm, ppo or eval.") @Required @Size(min = 1, max = 16) String name,
    @JsonPropertyDescription("Where the stage stands.") @Required StagePhase phase,
    @JsonPropertyDescription("Why it does not go on, in one word; absent when it does.")
        @Size(max = 64) String waiting,
    @JsonPropertyDescription("Since when it does not go on for that reason (RFC 3339).")
        @Size(max = 64) String waitingSince,
    @JsonPropertyDescription("How often spec.restart had the stage begin anew; absent when never.")
        Integer restarts,
    @JsonPropertyDescription(
            "The attempt with which spec.restart had the stage begin at its first step; absent where it"
                + " has not. Checkpoints of earlier ones are none of the stage's any more.")
        Integer firstAttempt,
    @JsonPropertyDescription("The attempt that was decided on, written before its Job is created.")
        AttemptIntent intent,
    @JsonPropertyDescription(
            "Revision of the settings that the manifest has by now, where that attempt has others: the"
                + " next attempt takes them.")
        @Size(max = 16) String nextRevision,
    @JsonPropertyDescription("UID of that attempt's Job, written once the Job exists.")
        @Size(max = 64) String jobUid,
    @JsonPropertyDescription(
            "How often that Job was evicted from its queue and waited for its quota again; absent"
                + " where never. It costs no retry.")
        Integer evictions,
    @JsonPropertyDescription("Attempts that ended in an error without a new checkpoint.")
        Integer errors,
    @JsonPropertyDescription("Attempts that were cut off without a new checkpoint.")
        Integer disruptions,
    @JsonPropertyDescription("When the next attempt may begin (RFC 3339).") @Size(max = 64) String notBefore,
    @JsonPropertyDescription("How the last attempt ended, in one word.") @Size(max = 64) String reason,
    @JsonPropertyDescription("How the last attempt ended, for people.") @Size(max = 4096) String message,
    @JsonPropertyDescription("How far the running attempt is.") StageProgress progress,
    @JsonPropertyDescription("Latest figures of the stage, by name.")
        @Size(max = StageStatus.MAX_FIGURES) Map<String, Double> figures,
    @JsonPropertyDescription("The newest checkpoint that the stage reported.")
        CheckpointRef checkpoint,
    @JsonPropertyDescription(
            "What the stage came from, by digest, once an attempt has told its result.")
        StageLineage lineage,
    @JsonPropertyDescription(
            "Seconds that a step and a checkpoint took at most: the pod of the next attempt has twice"
                + " that from SIGTERM to SIGKILL, and no less than the operator's own setting.")
        Long shutdownSeconds,
    @JsonPropertyDescription("Time and GPUs that the stage has used.") StageUsage usage,
    @JsonPropertyDescription("When the first attempt's pod ran (RFC 3339).") @Size(max = 64) String startedAt,
    @JsonPropertyDescription("When the stage ended (RFC 3339).") @Size(max = 64) String finishedAt) {

  /** A stage may have more figures than a status holds. */
  public static final int MAX_FIGURES = 128;

  /** How often the stage began anew. */
  public int restarted() {
    return restarts == null ? 0 : restarts;
  }

  /** The status of a stage whose turn has just come. */
  public static StageStatus pending(String name) {
    return new StageStatus(
        name,
        StagePhase.PENDING,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        0,
        0,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
