package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * A key of a Secret of the run's namespace; the operator names it to the pod and never reads it.
 */
public record SecretKey(
    @JsonPropertyDescription("The Secret.")
        @Required
        @Size(min = 1, max = 253) @ValidationRule(
            value = "self.matches('^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$')",
            message = "a Secret's name holds lower-case letters, digits, '-' and '.'")
        String name,
    @JsonPropertyDescription("Its key.")
        @Required
        @Size(min = 1, max = 253) @ValidationRule(
            value = "self.matches('^[-._a-zA-Z0-9]+$')",
            message = "a Secret's key holds letters, digits, '-', '_' and '.'")
        String key) {}
