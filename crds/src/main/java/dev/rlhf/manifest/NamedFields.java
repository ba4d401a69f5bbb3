package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** An item of a list that is merged by name, such as a volume or an environment variable. */
@PreserveUnknownFields
record NamedFields(
    @JsonPropertyDescription("What the item is called, and merged by.")
        @Required
        @Size(min = 1, max = 253) String name) {}
