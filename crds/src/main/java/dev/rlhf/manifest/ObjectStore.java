package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** An object store that speaks S3; asked without a signature where it has no credentials. */
@ValidationRule(
    value = "has(self.accessKeyIdSecret) == has(self.secretAccessKeySecret)",
    message =
        "an access key has two parts: write accessKeyIdSecret and secretAccessKeySecret, or neither for"
            + " a bucket that anyone may read")
@ValidationRule(
    value = "!has(self.sessionTokenSecret) || has(self.accessKeyIdSecret)",
    message =
        "a session token belongs to an access key: write accessKeyIdSecret and secretAccessKeySecret")
public record ObjectStore(
    @JsonPropertyDescription(
            "Its address, for stores other than Amazon's: buckets are then part of the path. A local run"
                + " takes the variable AWS_ENDPOINT_URL where this is left out.")
        @Size(min = 1, max = 512) @ValidationRule(
            value = "self.matches('^https?://[^/?#@ ]+(/[^?#@ ]*)?$')",
            message =
                "write endpoint as https://host or http://host:port, without a user or a password:"
                    + " these go into accessKeyIdSecret and secretAccessKeySecret")
        String endpoint,
    @JsonPropertyDescription(
            "Its region; us-east-1 where left out. A local run takes the variable AWS_REGION then.")
        @Size(min = 1, max = 64) @ValidationRule(
            value = "self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
            message = "region holds lower-case letters, digits and '-', for example eu-central-1")
        String region,
    @JsonPropertyDescription(
            "A Secret's key with the access key's id. A local run takes the key from the variables"
                + " AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.")
        SecretKey accessKeyIdSecret,
    @JsonPropertyDescription("A Secret's key with the secret access key.")
        SecretKey secretAccessKeySecret,
    @JsonPropertyDescription("A Secret's key with the session token of a temporary access key.")
        SecretKey sessionTokenSecret) {}
