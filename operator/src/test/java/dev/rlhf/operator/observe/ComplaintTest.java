package dev.rlhf.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComplaintTest {
  private static Event event(String type, String reason, String message, String at) {
    return new EventBuilder()
        .withNewMetadata()
        .endMetadata()
        .withNewInvolvedObject()
        .withUid("uid")
        .endInvolvedObject()
        .withType(type)
        .withReason(reason)
        .withMessage(message)
        .withLastTimestamp(at)
        .build();
  }

  @Test
  void theLastOneCountsUntilSomethingHasSucceededSince() {
    Event early = event("Warning", "FailedMount", "no such secret", "2026-01-01T00:00:00Z");
    Event late = event("Warning", "FailedAttachVolume", "in use", "2026-01-01T00:01:00Z");
    Event quiet = event("Normal", "Scheduled", "to a node", "2026-01-01T00:02:00Z");
    Event success = event("Normal", "Pulling", "an image", "2026-01-01T00:03:00Z");

    assertThat(Complaint.last(List.of())).isEmpty();
    assertThat(Complaint.last(List.of(late, quiet, early)))
        .contains(new Complaint("uid", "FailedAttachVolume", "in use"));
    assertThat(Complaint.last(List.of(success, late, early))).isEmpty();
  }

  @Test
  void aClaimThatFindsNoVolumeIsOneThoughItIsToldAsNormal() {
    assertThat(
            Complaint.last(
                List.of(
                    event(
                        "Normal",
                        "FailedBinding",
                        "no storage class is set",
                        "2026-01-01T00:00:00Z"))))
        .map(Complaint::reason)
        .contains("FailedBinding");
  }
}
