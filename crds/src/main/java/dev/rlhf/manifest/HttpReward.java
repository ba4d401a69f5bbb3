package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A service that scores answers, asked by PPO's own pod and by nobody else. */
public record HttpReward(
    @JsonPropertyDescription("Where answers are posted to, as http:// or https://.")
        @Required
        @Size(min = 1, max = 1024) @ValidationRule(
            value = "self.matches('^https?://[^/?#@ ]+(/[^ #]*)?$')",
            message =
                "write http://host:port/path or https://host/path, without a user or a password:"
                    + " these go into tokenSecret")
        String url,
    @JsonPropertyDescription("Answers of one request; 64 where left out.")
        @ValidationRule(
            value = "self >= 1 && self <= 4096",
            message = "batchSize must lie between 1 and 4096")
        Integer batchSize,
    @JsonPropertyDescription("Seconds that one request may take; 60 where left out.")
        @ValidationRule(
            value = "self >= 1 && self <= 3600",
            message = "timeoutSeconds must lie between 1 and 3600")
        Integer timeoutSeconds,
    @JsonPropertyDescription("How often a request is tried again; 5 where left out.")
        @ValidationRule(
            value = "self >= 0 && self <= 100",
            message = "retries must lie between 0 and 100")
        Integer retries,
    @JsonPropertyDescription(
            "A Secret's key with the bearer token. A local run takes the token from the variable"
                + " RLHF_REWARD_TOKEN_<NAME>.")
        SecretKey tokenSecret) {}
