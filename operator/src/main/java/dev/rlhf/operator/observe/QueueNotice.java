package dev.rlhf.operator.observe;

import dev.rlhf.operator.objects.Queue;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why Kueue holds a Job back.
 *
 * @param jobUid of which Job
 * @param reason in Kueue's word
 * @param message in Kueue's words
 */
public record QueueNotice(String jobUid, String reason, String message) {
  private static final String DEACTIVATED = "Deactivated";

  /** Reads it from Kueue's record of the Job; empty where that gives no reason. */
  public static Optional<QueueNotice> of(GenericKubernetesResource workload) {
    String uid = workload.getMetadata().getLabels().get(Queue.JOB_UID);
    return condition(workload, "Evicted", "True")
        .filter(evicted -> text(evicted, "reason").startsWith(DEACTIVATED))
        .or(() -> condition(workload, "QuotaReserved", "False"))
        .map(c -> new QueueNotice(uid, text(c, "reason"), text(c, "message")));
  }

  /** Whether Kueue has put the Job aside until somebody activates it again. */
  boolean isDeactivation() {
    return reason.startsWith(DEACTIVATED);
  }

  private static Optional<Map<?, ?>> condition(
      GenericKubernetesResource workload, String type, String status) {
    List<?> conditions =
        Objects.requireNonNullElse(workload.get("status", "conditions"), List.of());
    return conditions.stream()
        .flatMap(c -> c instanceof Map<?, ?> map ? Stream.of(map) : Stream.empty())
        .filter(c -> type.equals(c.get("type")) && status.equals(c.get("status")))
        .<Map<?, ?>>map(c -> c)
        .findFirst();
  }

  private static String text(Map<?, ?> condition, String field) {
    return Objects.toString(condition.get(field), "");
  }
}
