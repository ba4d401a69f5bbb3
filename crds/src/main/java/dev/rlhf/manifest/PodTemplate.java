package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.crd.generator.annotation.SchemaFrom;

/**
 * What a stage's pod has beyond what the operator gives it, in the fields of a Kubernetes pod
 * template; read anew for every attempt.
 */
public record PodTemplate(
    @JsonPropertyDescription("Labels and annotations of the pods.") PodMetadata metadata,
    @JsonPropertyDescription(
            "Any field of a pod's spec. Containers, volumes and environment are merged by name,"
                + " tolerations are added; null removes a field.")
        @SchemaFrom(type = PodSpecFields.class)
        ObjectNode spec) {}
