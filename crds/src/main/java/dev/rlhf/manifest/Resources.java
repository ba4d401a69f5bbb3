package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/** What a stage's pod asks of its node, for example {@code limits: {nvidia.com/gpu: 1}}. */
public record Resources(
    @JsonPropertyDescription("The most that the pod may use.") @Size(max = 32) Map<String, Quantity> limits,
    @JsonPropertyDescription("What is reserved for the pod; the limits where left out.")
        @Size(max = 32) Map<String, Quantity> requests) {}
