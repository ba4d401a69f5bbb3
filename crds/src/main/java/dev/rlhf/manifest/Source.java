package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Where something is read from. */
public record Source(
    @JsonPropertyDescription(
            "pvc://claim/path (a claim of the run's namespace, read-only), hf://org/name@revision (a"
                + " model of a Hugging Face hub), hf://datasets/org/name@revision/path (a file of a data"
                + " set), s3://bucket/path, file://path (local run only) or demo://name?seed=N (made"
                + " from a seed).")
        @Required
        @Size(min = 1, max = 1024) @ValidationRule(value = SourceRules.SCHEME, message = SourceRules.SCHEME_MESSAGE)
        @ValidationRule(value = SourceRules.PVC, message = SourceRules.PVC_MESSAGE)
        @ValidationRule(value = SourceRules.HUB, message = SourceRules.HUB_MESSAGE)
        @ValidationRule(value = SourceRules.S3, message = SourceRules.S3_MESSAGE)
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
        @ValidationRule(value = SourceRules.NO_PARENT, message = SourceRules.NO_PARENT_MESSAGE)
        String uri) {}
