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

  /** How many a Job's pod asks for; a part of one counts as one. */
  public static int number(Job job) {
    PodSpec pod = job.getSpec().getTemplate().getSpec();
    int claimed = pod.getResourceClaims() == null ? 0 : pod.getResourceClaims().size();
    return claimed
        + pod.getContainers().stream()
            .map(container -> container.getResources())
            .filter(resources -> resources != null && resources.getLimits() != null)
            .flatMap(resources -> resources.getLimits().entrySet().stream())
            .filter(limit -> limit.getKey().contains("/"))
            .mapToInt(limit -> limit.getValue().getNumericalAmount().intValue())
            .sum();
  }

  private static Stream<String> names(ResourceRequirements resources) {
    return Stream.of(resources.getLimits(), resources.getRequests())
        .filter(Objects::nonNull)
        .map(Map<String, Quantity>::keySet)
        .flatMap(names -> names.stream());
  }
}
