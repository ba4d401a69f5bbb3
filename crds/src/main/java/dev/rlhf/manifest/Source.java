package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Where something is read from. */
public record Source(
    @JsonPropertyDescription(
            "pvc://claim/path (a claim of the run's namespace, read-only), file://path (local run"
                + " only) or demo://name?seed=N (made from a seed).")
        @Required
        @Size(min = 1, max = 1024) @ValidationRule(
            value =
                "self.startsWith('pvc://') || self.startsWith('file://') || self.startsWith('demo://')",
            message = "unknown scheme: write pvc://claim/path, file://path or demo://name?seed=N")
        @ValidationRule(
            value =
                "!self.startsWith('pvc://')"
                    + " || self.matches('^pvc://[a-z0-9]([-a-z0-9.]*[a-z0-9])?/[^/].*$')",
            message = "a claim and a path in it are needed: write pvc://claim/path")
        @ValidationRule(
            value =
                "!self.startsWith('demo://') || self.matches('^demo://("
                    + "model|demonstrations|preferences|shuffled-preferences|prompts|pretraining"
                    + "|held-out-prompts|held-out-preferences|held-out-texts|understanding)"
                    + "([?]seed=[0-9]{1,9})?$')",
            message =
                "write demo://name or demo://name?seed=N with N of at most nine digits; name is one of"
                    + " model, demonstrations, preferences, shuffled-preferences, prompts, pretraining,"
                    + " held-out-prompts, held-out-preferences, held-out-texts, understanding")
        @ValidationRule(
            value = "!self.contains('..')",
            message = "'..' is not allowed in a uri: write the path without it")
        String uri) {}
