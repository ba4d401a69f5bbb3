package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** When a stage whose pod runs is taken for hanging: it has made no step for too long. */
public record StepTimeout(
    @JsonPropertyDescription("So many times the median of its own steps.")
        @Default("20")
        @ValidationRule(
            value = "self >= 2 && self <= 1000000",
            message = "medians must lie between 2 and 1000000")
        Integer medians,
    @JsonPropertyDescription("And no less than this, whatever its steps take.")
        @Default("15m")
        @Size(min = 2, max = 8) @ValidationRule(
            value = "self.matches('^[1-9][0-9]{0,5}[smh]$')",
            message = "write atLeast as a number greater than 0 and a unit: 90s, 15m or 2h")
        String atLeast,
    @JsonPropertyDescription(
            "Restart: another attempt goes on from the newest checkpoint, and it counts as an error."
                + " Fail: the stage fails. Off: nothing is done.")
        @Default("Restart")
        StepTimeoutAction action) {}
