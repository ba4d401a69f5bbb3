package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** Labels and annotations that pods get beside the operator's. */
public record PodMetadata(
    @JsonPropertyDescription("Labels of the pods.")
        @Size(max = 32) @ValidationRule(
            value = "self.all(k, size(k) <= 317 && size(self[k]) <= 63)",
            message = "a label's key has at most 317 characters and its value at most 63")
        @ValidationRule(
            value =
                "self.all(k, !k.startsWith('rlhf.dev/') && !(k in ['app.kubernetes.io/name',"
                    + " 'app.kubernetes.io/instance', 'app.kubernetes.io/component',"
                    + " 'app.kubernetes.io/managed-by']))",
            message =
                "labels of rlhf.dev/ and the labels name, instance, component and managed-by of"
                    + " app.kubernetes.io/ are the operator's, which finds its pods by them: write others")
        Map<String, @Size(max = 63) String> labels,
    @JsonPropertyDescription("Annotations of the pods.")
        @Size(max = 64) @ValidationRule(
            value = "self.all(k, size(k) <= 317)",
            message = "an annotation's key has at most 317 characters")
        Map<String, @Size(max = 4096) String> annotations) {}
