package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** What has become of a run; also the operator's write-ahead log. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RLHFRunStatus(
    @JsonPropertyDescription("The generation of the spec that this status speaks of.")
        Long observedGeneration,
    @JsonPropertyDescription("Where the run stands, in one word.") RunPhase phase,
    @JsonPropertyDescription(
            "The stages that are under way, or the last one; two with a comma between them.")
        @Size(max = 16) String stage,
    @JsonPropertyDescription("Steps done and to do of those stages, for people.") @Size(max = 64) String progress,
    @JsonPropertyDescription("Why those stages do not go on, a word for each; absent when all do.")
        @Size(max = 64) String waiting,
    @JsonPropertyDescription("The claim that holds the checkpoints.") @Size(max = 253) String claimName,
    @JsonPropertyDescription("The run's folder on that claim.") @Size(max = 1024) String folder,
    @JsonPropertyDescription("For how long pods of the run were on a node.") ActiveTime active,
    @JsonPropertyDescription("What was fetched for the run, and which revision it is.")
        @Size(max = 32) List<FetchedSource> sources,
    @JsonPropertyDescription("Where the final model was published.") PublishedModel output,
    @JsonPropertyDescription("The last spec.restart that was carried out.") Restart restart,
    @JsonPropertyDescription("The stages, in the order in which they run.") @Size(max = 8) List<StageStatus> stages,
    @JsonPropertyDescription("What holds for the run, why, since when and for which generation.")
        @Size(max = 16) List<RunCondition> conditions) {

  public RLHFRunStatus {
    sources = sources == null || sources.isEmpty() ? null : List.copyOf(sources);
    stages = stages == null ? List.of() : List.copyOf(stages);
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }
}
