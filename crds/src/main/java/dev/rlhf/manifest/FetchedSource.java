package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A source that lies on the checkpoint volume: what it was when it was fetched, for good. */
public record FetchedSource(
    @JsonPropertyDescription("As the manifest has it.") @Required @Size(min = 1, max = 1024) String uri,
    @JsonPropertyDescription(
            "What its revision came to: the commit on a hub, a digest of names, sizes and ETags in an"
                + " object store.")
        @Required
        @Size(min = 1, max = 64) String revision,
    @JsonPropertyDescription("Its folder or file, relative to the root of the checkpoint volume.")
        @Required
        @Size(min = 1, max = 2048) String path,
    @JsonPropertyDescription("SHA-256 of the list of its files with their SHA-256.")
        @Required
        @Size(min = 64, max = 64) String digest) {}
