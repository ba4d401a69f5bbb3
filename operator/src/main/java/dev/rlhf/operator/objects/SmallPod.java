package dev.rlhf.operator.objects;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;

/**
 * A pod that computes next to nothing. It has neither GPU nor node selector: it must not wait for,
 * or bring up, the nodes of training.
 */
final class SmallPod {
  private SmallPod() {}

  static PodTemplateSpec of(PodTemplateSpec pod, PodOverlay overlay) {
    return overlay.over(
        new PodTemplateSpecBuilder(pod)
            .editSpec()
            .editFirstContainer()
            .withNewResources()
            .addToRequests("cpu", new Quantity("100m"))
            .addToRequests("memory", new Quantity("512Mi"))
            .endResources()
            .endContainer()
            .endSpec()
            .build());
  }
}
