package dev.rlhf.manifest;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * One alignment of one language model: the stages to run, on which data, and where to keep what.
 */
@Group(RLHFRun.GROUP)
@Version("v1alpha1")
@Kind("RLHFRun")
@Plural("rlhfruns")
@ShortNames("rlhf")
@ValidationRule(
    value =
        "size(self.metadata.name) <= 40 && self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
    message =
        "metadata.name must have at most 40 characters, begin with a letter and hold only lower-case"
            + " letters, digits and '-': the names of Jobs and pods are derived from it")
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase", type = Type.STRING)
@AdditionalPrinterColumn(name = "Stage", jsonPath = ".status.stage", type = Type.STRING)
@AdditionalPrinterColumn(name = "Progress", jsonPath = ".status.progress", type = Type.STRING)
@AdditionalPrinterColumn(name = "Waiting", jsonPath = ".status.waiting", type = Type.STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
public class RLHFRun extends CustomResource<RLHFRunSpec, RLHFRunStatus> implements Namespaced {
  /** The API group, which is also the prefix of our labels and annotations. */
  public static final String GROUP = "rlhf.dev";
}
