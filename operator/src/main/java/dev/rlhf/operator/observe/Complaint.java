package dev.rlhf.operator.observe;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventSeries;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What Kubernetes complains of about an object that does not come to be, as its events say.
 *
 * @param uid of the object
 * @param reason in Kubernetes' word
 */
public record Complaint(String uid, String reason, String message) {
  /** They are told as if nothing were wrong; the second one may last for ever. */
  private static final Set<String> QUIET = Set.of("FailedBinding", "ExternalProvisioning");

  /** What was complained of before is over. */
  private static final Set<String> SUCCESS =
      Set.of(
          "SuccessfulCreate",
          "ProvisioningSucceeded",
          "WaitForFirstConsumer",
          "SuccessfulAttachVolume",
          "Pulling",
          "Pulled",
          "Created",
          "Started");

  /** What is complained of about an object. */
  public static Optional<Complaint> about(HasMetadata object, List<Complaint> complaints) {
    return complaints.stream()
        .filter(complaint -> complaint.uid().equals(object.getMetadata().getUid()))
        .findFirst();
  }

  /** The last one; empty where something has succeeded since. */
  public static Optional<Complaint> last(List<Event> events) {
    return events.stream()
        .filter(event -> isComplaint(event) || SUCCESS.contains(event.getReason()))
        .max(Comparator.comparing(Complaint::time))
        .filter(Complaint::isComplaint)
        .map(
            event ->
                new Complaint(
                    event.getInvolvedObject().getUid(),
                    event.getReason(),
                    Objects.requireNonNullElse(event.getMessage(), "")));
  }

  private static boolean isComplaint(Event event) {
    return "Warning".equals(event.getType()) || QUIET.contains(event.getReason());
  }

  private static Instant time(Event event) {
    return Stream.of(
            Optional.ofNullable(event.getSeries()).map(EventSeries::getLastObservedTime),
            Optional.ofNullable(event.getEventTime()))
        .flatMap(Optional::stream)
        .map(MicroTime::getTime)
        .filter(Objects::nonNull)
        .findFirst()
        .or(() -> Optional.ofNullable(event.getLastTimestamp()))
        .or(() -> Optional.ofNullable(event.getMetadata().getCreationTimestamp()))
        .map(time -> OffsetDateTime.parse(time).toInstant())
        .orElse(Instant.EPOCH);
  }
}
