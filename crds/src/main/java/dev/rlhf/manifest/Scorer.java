package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A further score of answers, seen by nothing but evaluation. */
public record Scorer(
    @JsonPropertyDescription("Its name in tables and figures.")
        @Required
        @Size(min = 1, max = 32) @ValidationRule(
            value = "self.matches('^[a-z][a-z0-9_]*$')",
            message =
                "a scorer's name begins with a letter and holds lower-case letters, digits and '_'")
        String name,
    @JsonPropertyDescription("The rule: demo://gold.")
        @Required
        @Size(min = 1, max = 1024) @ValidationRule(
            value = "self == 'demo://gold'",
            message = "unknown scorer: write demo://gold")
        String uri) {}
