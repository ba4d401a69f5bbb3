package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A condition, as Kubernetes' API conventions have it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunCondition(
    @JsonPropertyDescription("What the condition speaks of.") @Required @Size(min = 1, max = 64) String type,
    @JsonPropertyDescription("True, False or Unknown.") @Required @Size(min = 1, max = 16) String status,
    @JsonPropertyDescription("Why, in one word.") @Required @Size(min = 1, max = 64) String reason,
    @JsonPropertyDescription("Why, for people.") @Required @Size(max = 4096) String message,
    @JsonPropertyDescription("Since when the status is what it is (RFC 3339).")
        @Required
        @Size(max = 64) String lastTransitionTime,
    @JsonPropertyDescription("The generation of the spec that the condition speaks of.")
        Long observedGeneration) {}
