package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** What the schema has to know of changes to the container that runs a stage. */
@PreserveUnknownFields
@ValidationRule(
    value = "!has(self.command) && !has(self.args)",
    message =
        "command and args are the stage contract's (<stage> --config /etc/rlhf/stage.yaml): leave them"
            + " out, and name an image whose entrypoint does what is wanted")
@ValidationRule(
    value = "!has(self.terminationMessagePath) && !has(self.terminationMessagePolicy)",
    message =
        "a stage's result is read from its termination message: leave out terminationMessagePath and"
            + " terminationMessagePolicy")
@ValidationRule(
    value = "!has(self.restartPolicy)",
    message =
        "restartPolicy is the operator's, since Kubernetes must not restart a stage behind its back: leave"
            + " it out and write spec.retry")
@ValidationRule(
    value = "!has(self.env) || self.env.all(e, !e.name.startsWith('RLHF_'))",
    message = "variables RLHF_* are the stage contract's: give the variable another name")
record TrainerFields(
    @JsonPropertyDescription("trainer.") @Required @Size(min = 1, max = 63) String name,
    @JsonPropertyDescription("Must be left out.") List<String> command,
    @JsonPropertyDescription("Must be left out.") List<String> args,
    @JsonPropertyDescription("Must be left out.") @Size(max = 512) String terminationMessagePath,
    @JsonPropertyDescription("Must be left out.") @Size(max = 64) String terminationMessagePolicy,
    @JsonPropertyDescription("Must be left out.") @Size(max = 16) String restartPolicy,
    @JsonPropertyDescription("Further environment variables, or other values of those there are.")
        @Size(max = 256) List<NamedFields> env,
    @JsonPropertyDescription("Further mounts.") @Size(max = 64) List<MountFields> volumeMounts,
    @JsonPropertyDescription("Further ports.") @Size(max = 32) List<PortFields> ports) {}
