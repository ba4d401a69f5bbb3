package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Where the final model goes. */
public record Output(
    @JsonPropertyDescription(
            "A folder that does not exist yet: pvc://claim/path (a claim of the run's namespace that"
                + " exists), s3://bucket/path (in the object store of sources.s3) or file://path (local"
                + " run only).")
        @Required
        @Size(min = 1, max = 1024) @ValidationRule(
            value =
                "self.startsWith('pvc://') || self.startsWith('s3://') || self.startsWith('file://')",
            message =
                "a model is published to a folder: write pvc://claim/path, s3://bucket/path or file://path")
        @ValidationRule(value = SourceRules.PVC, message = SourceRules.PVC_MESSAGE)
        @ValidationRule(
            value = SourceRules.S3,
            message =
                "a bucket and a path in it are needed: write s3://bucket/path, without '?' and '#'")
        @ValidationRule(value = SourceRules.NO_PARENT, message = SourceRules.NO_PARENT_MESSAGE)
        String uri) {}
