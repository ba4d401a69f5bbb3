package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;

/** What the pods of all stages have in common; read anew for every attempt. */
public record Template(
    @JsonPropertyDescription("The trainer's image; the operator's default where left out.")
        @Size(min = 1, max = 512) String image,
    @JsonPropertyDescription("When the image is pulled; Kubernetes' own default where left out.")
        PullPolicy imagePullPolicy,
    @JsonPropertyDescription("Names of the secrets that the image is pulled with.") @Size(max = 16) List<@Size(min = 1, max = 253) String> imagePullSecrets,
    @JsonPropertyDescription("CPU, memory and GPUs of each stage's pod; a stage can override them.")
        Resources resources,
    @JsonPropertyDescription(
            "What stages compute on: cuda or cpu. Where left out, a stage whose limits name"
                + " nvidia.com/ computes on that GPU, any other on the CPU.")
        Device device,
    @JsonPropertyDescription("Labels that a node must carry.")
        @Size(max = 32) @ValidationRule(
            value = "self.all(k, size(k) <= 317 && size(self[k]) <= 63)",
            message = "a label's key has at most 317 characters and its value at most 63")
        Map<String, @Size(max = 63) String> nodeSelector,
    @JsonPropertyDescription("Taints of nodes that the pods may run on.") @Size(max = 32) List<NodeToleration> tolerations,
    @JsonPropertyDescription(
            "Size of /dev/shm, which is memory; Kubernetes' own limit where left out.")
        @ValidationRule(
            value =
                "type(self) == int ? self > 0 : self.matches('^[1-9][0-9]*([.][0-9]+)?(k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$')",
            message = "sharedMemory must be a quantity greater than 0, for example 8Gi")
        Quantity sharedMemory,
    @JsonPropertyDescription("What each stage's pod has beyond that; a stage can add its own.")
        PodTemplate podTemplate) {}
