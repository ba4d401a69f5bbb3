package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A Hugging Face hub, or a mirror of it. */
public record HuggingFaceHub(
    @JsonPropertyDescription(
            "Its address; https://huggingface.co where left out. A local run takes the variable"
                + " HF_ENDPOINT then.")
        @Size(min = 1, max = 512) @ValidationRule(
            value = "self.matches('^https?://[^/?#@ ]+(/[^?#@ ]*)?$')",
            message =
                "write endpoint as https://host or http://host:port, without a user or a password: the"
                    + " token goes into tokenSecret")
        String endpoint,
    @JsonPropertyDescription(
            "A Secret's key with the access token. A local run takes it from the variable HF_TOKEN.")
        SecretKey tokenSecret) {}
