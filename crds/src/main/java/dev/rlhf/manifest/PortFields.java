package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;

/** What the schema has to know of a port of the trainer. */
@PreserveUnknownFields
record PortFields(
    @JsonPropertyDescription("The port's number.")
        @Required
        @ValidationRule(
            value = "self != 9400",
            message =
                "port 9400 serves the stage's progress and metrics and is declared already: leave it out")
        Integer containerPort) {}
