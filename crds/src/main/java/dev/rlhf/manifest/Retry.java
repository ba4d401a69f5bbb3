package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** How often a stage is tried again; only attempts that ended without a new checkpoint count. */
public record Retry(
    @JsonPropertyDescription("Attempts that may end in an error of the process.")
        @Default("2")
        @ValidationRule(
            value = "self >= 0 && self <= 100",
            message = "errors must lie between 0 and 100")
        Integer errors,
    @JsonPropertyDescription("Attempts that may be cut off from outside: eviction, node loss.")
        @Default("20")
        @ValidationRule(
            value = "self >= 0 && self <= 1000",
            message = "disruptions must lie between 0 and 1000")
        Integer disruptions,
    @JsonPropertyDescription(
            "Longest wait before the first new attempt; doubled for each further one, up to ten"
                + " minutes. The wait is between half of it and all of it, by chance.")
        @Default("10s")
        @Size(min = 2, max = 8) @ValidationRule(
            value = "self.matches('^[0-9]{1,6}[smh]$')",
            message = "write backoff as a number and a unit: 10s, 5m or 1h")
        String backoff) {}
