package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A key of a config map of the run's namespace, which the kubelet mounts. */
public record ConfigMapKey(
    @JsonPropertyDescription("The config map.")
        @Required
        @Size(min = 1, max = 253) @ValidationRule(
            value = "self.matches('^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$')",
            message = "a config map's name holds lower-case letters, digits, '-' and '.'")
        String name,
    @JsonPropertyDescription("Its key.")
        @Required
        @Size(min = 1, max = 253) @ValidationRule(
            value = "self.matches('^[-._a-zA-Z0-9]+$')",
            message = "a config map's key holds letters, digits, '-', '_' and '.'")
        String key) {}
