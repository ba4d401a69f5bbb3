package dev.rlhf.operator.objects;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** What a pod asks of its node beyond CPU and memory: a GPU, or a part of one, by any name. */
public final class Devices {
  private Devices() {}

  /**
   * Whether a Job's pod asks for any: by a claim, or by a resource, which has the name of its
   * vendor before a slash.
   */
  public static boolean areAskedFor(Job job) {
    PodSpec pod = job.getSpec().getTemplate().getSpec();
    boolean claimed = pod.getResourceClaims() != null && !pod.getResourceClaims().isEmpty();
    return claimed
        || pod.getContainers().stream()
            .map(container -> container.getResources())
            .filter(Objects::nonNull)
            .flatMap(Devices::names)
            .anyMatch(name -> name.contains("/"));
  }

  private static Stream<String> names(ResourceRequirements resources) {
    return Stream.of(resources.getLimits(), resources.getRequests())
        .filter(Objects::nonNull)
        .map(Map<String, Quantity>::keySet)
        .flatMap(names -> names.stream());
  }
}
