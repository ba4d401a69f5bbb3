package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** What the schema has to know of a container that runs beside the trainer. */
@PreserveUnknownFields
record SidecarFields(
    @JsonPropertyDescription("The container's name.") @Required @Size(min = 1, max = 63) String name,
    @JsonPropertyDescription("Always, which makes it a sidecar.") @Size(max = 16) String restartPolicy) {}
