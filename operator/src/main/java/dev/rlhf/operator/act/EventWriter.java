package dev.rlhf.operator.act;

import dev.rlhf.contract.Digest;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.RLHFRunStatus;
import dev.rlhf.operator.objects.Labels;
import dev.rlhf.operator.observe.Observation;
import dev.rlhf.operator.report.Note;
import dev.rlhf.operator.report.Transitions;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people what has happened to a run, as events of the cluster. */
public final class EventWriter implements StatusListener {
  private static final Logger LOG = LoggerFactory.getLogger(EventWriter.class);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final String CONTROLLER = RLHFRun.GROUP + "/" + Labels.OPERATOR;
  private static final int MAX_NOTE = 1000;
  private static final int SUFFIX = 16;

  private final KubernetesClient client;
  private final String instance;
  private final Clock clock;

  /**
   * @param instance which operator tells it: its pod's name
   */
  public EventWriter(KubernetesClient client, String instance, Clock clock) {
    this.client = client;
    this.instance = instance;
    this.clock = clock;
  }

  @Override
  public void written(RLHFRun before, RLHFRunStatus after) {
    for (Note note : Transitions.between(Observation.status(before), after)) {
      write(event(before, note));
    }
  }

  /** An event that is there was told before; one that cannot be told must not hold a run up. */
  private void write(Event event) {
    try {
      client.resource(event).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        LOG.warn("event {} was not written: {}", event.getReason(), e.getMessage());
      }
    }
  }

  private Event event(RLHFRun run, Note note) {
    String id = run.getMetadata().getUid() + "/" + note.key() + "/" + note.reason();
    return new EventBuilder()
        .withNewMetadata()
        .withName(run.getMetadata().getName() + "." + Digest.of(id).substring(0, SUFFIX))
        .withNamespace(run.getMetadata().getNamespace())
        .endMetadata()
        .withRegarding(reference(run))
        .withEventTime(new MicroTime(MICROS.format(clock.instant())))
        .withReportingController(CONTROLLER)
        .withReportingInstance(instance)
        .withType(note.warning() ? "Warning" : "Normal")
        .withAction(note.reason())
        .withReason(note.reason())
        .withNote(
            note.message().length() <= MAX_NOTE
                ? note.message()
                : note.message().substring(0, MAX_NOTE))
        .build();
  }

  private static ObjectReference reference(RLHFRun run) {
    return new ObjectReferenceBuilder()
        .withApiVersion(run.getApiVersion())
        .withKind(run.getKind())
        .withName(run.getMetadata().getName())
        .withNamespace(run.getMetadata().getNamespace())
        .withUid(run.getMetadata().getUid())
        .build();
  }
}
