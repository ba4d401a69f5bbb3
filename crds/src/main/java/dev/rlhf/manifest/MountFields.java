package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** What the schema has to know of a volume that is mounted into the trainer. */
@PreserveUnknownFields
record MountFields(
    @JsonPropertyDescription("Where the volume is mounted.")
        @Required
        @Size(min = 2, max = 512) @ValidationRule(
            value = "self.matches('^(/[^/]+)+$') && !self.matches('/[.][.]?(/|$)')",
            message =
                "mountPath must be a plain absolute path, for example /cache: without '//', '/./', '/../'"
                    + " or a '/' at its end")
        @ValidationRule(
            value =
                "!['/checkpoints', '/etc/rlhf', '/sources', '/dev/shm'].exists(p, self == p ||"
                    + " self.startsWith(p + '/') || p.startsWith(self + '/'))",
            message =
                "/checkpoints, /etc/rlhf, /sources and /dev/shm are the stage contract's: mount the volume"
                    + " at another path")
        String mountPath) {}
