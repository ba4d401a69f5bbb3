package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * The fields of a pod's spec that the schema has to know, because the stage contract hangs on them;
 * the others are Kubernetes', which checks them itself when it is shown the Job.
 */
@PreserveUnknownFields
@ValidationRule(
    value = "!has(self.containers) || self.containers.all(c, c.name == 'trainer')",
    message =
        "containers may only change the container 'trainer', which alone ends a stage: write any other"
            + " one in initContainers, with restartPolicy: Always")
@ValidationRule(
    value =
        "!has(self.initContainers) || self.initContainers.all(c, has(c.restartPolicy) && c.restartPolicy =="
            + " 'Always')",
    message =
        "an extra container must be a native sidecar, or a stage waits for it at its beginning or at"
            + " its end: write restartPolicy: Always")
@ValidationRule(
    value = "!has(self.initContainers) || self.initContainers.all(c, c.name != 'trainer')",
    message = "'trainer' is the stage's own container: give the sidecar another name")
@ValidationRule(
    value = "!has(self.restartPolicy)",
    message =
        "restartPolicy is the operator's, since Kubernetes must not restart a stage behind its back: leave"
            + " it out and write spec.retry")
@ValidationRule(
    value =
        "!has(self.volumes) || self.volumes.all(v, !(v.name in ['checkpoints', 'config', 'shm']) &&"
            + " !v.name.startsWith('source-'))",
    message =
        "volumes checkpoints, config, shm and source-* are the stage contract's: give the volume another"
            + " name; template.sharedMemory is the size of shm")
record PodSpecFields(
    @JsonPropertyDescription("Changes to the container 'trainer'.") @Size(max = 8) List<TrainerFields> containers,
    @JsonPropertyDescription("Native sidecars.") @Size(max = 8) List<SidecarFields> initContainers,
    @JsonPropertyDescription("Further volumes; 'tmp' may be replaced.") @Size(max = 64) List<NamedFields> volumes,
    @JsonPropertyDescription("Must be left out.") @Size(max = 16) String restartPolicy) {}
