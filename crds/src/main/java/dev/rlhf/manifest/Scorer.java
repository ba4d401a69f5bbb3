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
    @JsonPropertyDescription(
            "demo://gold, the demo's hidden rule; or the folder of another reward model, as"
                + " pvc://claim/path, hf://org/name@revision, s3://bucket/folder or file://path.")
        @Required
        @Size(min = 1, max = 1024) @ValidationRule(
            value =
                "self == 'demo://gold' || self.startsWith('pvc://') || self.startsWith('file://')"
                    + " || self.startsWith('s3://')"
                    + " || (self.startsWith('hf://') && !self.startsWith('hf://datasets/'))",
            message =
                "unknown scorer: write demo://gold, or pvc://claim/path, hf://org/name@revision,"
                    + " s3://bucket/folder or file://path of a reward model")
        @ValidationRule(value = SourceRules.PVC, message = SourceRules.PVC_MESSAGE)
        @ValidationRule(value = SourceRules.HUB, message = SourceRules.HUB_MESSAGE)
        @ValidationRule(value = SourceRules.S3, message = SourceRules.S3_MESSAGE)
        @ValidationRule(value = SourceRules.NO_PARENT, message = SourceRules.NO_PARENT_MESSAGE)
        String uri) {}
