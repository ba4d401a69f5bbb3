package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;

/** Where checkpoints are kept, how many, and how often one is written. */
@ValidationRule(
    value =
        "!has(self.claimName) || !(has(self.size) || has(self.storageClassName) || has(self.accessModes)"
            + " || has(self.retain))",
    message =
        "claimName names a claim that exists: leave out size, storageClassName, accessModes and retain,"
            + " or leave out claimName to have a claim made")
@ValidationRule(
    value = "!has(self.path) || has(self.claimName)",
    message = "path is a folder in an existing claim: write claimName too")
public record Checkpoints(
    @JsonPropertyDescription("Size of the claim that is made; 20Gi where left out.")
        @ValidationRule(
            value =
                "type(self) == int ? self > 0 : self.matches('^[1-9][0-9]*([.][0-9]+)?(k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$')",
            message = "size must be a quantity greater than 0, for example 200Gi")
        Quantity size,
    @JsonPropertyDescription("The claim's storage class; the cluster's default where left out.")
        @Size(min = 1, max = 253) String storageClassName,
    @JsonPropertyDescription("The claim's access modes; ReadWriteOnce where left out.")
        @Size(min = 1, max = 4) List<AccessMode> accessModes,
    @JsonPropertyDescription(
            "What becomes of the claim when the run is deleted: Retain (where left out) or Delete.")
        ClaimRetention retain,
    @JsonPropertyDescription("A claim that exists already, instead of one that is made.")
        @Size(min = 1, max = 253) String claimName,
    @JsonPropertyDescription("The folder in that claim below which the run keeps its own.")
        @Size(min = 1, max = 512) @ValidationRule(
            value = "!self.startsWith('/') && !self.contains('..')",
            message =
                "path is a folder inside the claim: write it without a leading '/' and without '..'")
        String path,
    @JsonPropertyDescription("How many checkpoints of a stage are kept, the newest ones.")
        @Default("3")
        @ValidationRule(
            value = "self >= 1 && self <= 1000",
            message = "keep must lie between 1 and 1000")
        @MayChange
        Integer keep,
    @JsonPropertyDescription("Optimizer steps between two checkpoints.")
        @Default("100")
        @ValidationRule(
            value = "self >= 1 && self <= 1000000",
            message = "everySteps must lie between 1 and 1000000")
        @MayChange
        Integer everySteps) {}
