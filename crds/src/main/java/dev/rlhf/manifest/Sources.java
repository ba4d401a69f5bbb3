package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** How services are reached: those of sources, and the object store that output may name. */
public record Sources(
    @JsonPropertyDescription("The hub of hf://.") HuggingFaceHub huggingFace,
    @JsonPropertyDescription("The object store of s3://.") ObjectStore s3,
    @JsonPropertyDescription("The HTTP proxy of both; none where left out.")
        @Size(min = 1, max = 512) @ValidationRule(
            value = "self.matches('^http://[-A-Za-z0-9.]+:[0-9]{1,5}$')",
            message = "write proxy as http://host:port, without a user or a password")
        String proxy,
    @JsonPropertyDescription(
            "A config map's key with certificates in PEM, trusted beside the image's own. A local run"
                + " takes the file that the variable SSL_CERT_FILE names.")
        ConfigMapKey caBundle) {}
