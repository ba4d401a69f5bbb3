package dev.rlhf.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rlhf.manifest.CheckpointRef;
import dev.rlhf.plan.Stage;
import java.util.Map;
import java.util.TreeMap;

/**
 * How an attempt ended: the content of {@code result.json} and of the termination message.
 *
 * @param outcome how it ended
 * @param message one sentence for people; what to do, where the outcome is not {@code DONE}
 * @param checkpoint the newest checkpoint of the stage, or null
 * @param resumedFrom step that the attempt went on from; 0 from the start
 * @param parents digests of what the stage started from, by role
 * @param data digests of what the stage learnt from, by name
 * @param figures last figures, by name
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StageResult(
    Stage stage,
    int attempt,
    String pod,
    ExitCode outcome,
    String message,
    CheckpointRef checkpoint,
    long resumedFrom,
    Map<String, String> parents,
    Map<String, String> data,
    Map<String, Double> figures)
    implements ProcessResult {

  /** Kubernetes cuts a termination message off here. */
  public static final int MAX_BYTES = 4096;

  public StageResult {
    parents = parents == null ? Map.of() : new TreeMap<>(parents);
    data = data == null ? Map.of() : new TreeMap<>(data);
    figures = figures == null ? Map.of() : new TreeMap<>(figures);
  }
}
