package dev.rlhf.operator.observe;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Why a claim has no volume. */
final class ClaimVerdict {
  private static final Pattern NO_CLASS =
      Pattern.compile("storageclass\\S* \"[^\"]*\" not found|no storage class is set");

  /** Somebody is to make a volume who may be about to, or not be there at all. */
  private static final String EXTERNAL = "ExternalProvisioning";

  private static final Pattern ACCESS_MODE =
      Pattern.compile("access ?modes?|ReadWriteMany|RWX", Pattern.CASE_INSENSITIVE);

  private ClaimVerdict() {}

  /** What is wrong; empty where it has one, or is about to. */
  static Optional<Verdict> of(PersistentVolumeClaim claim, Optional<Complaint> complaint) {
    String name = claim.getMetadata().getName();
    boolean lost =
        claim.getStatus() != null && Objects.equals(claim.getStatus().getPhase(), "Lost");
    return lost
        ? Optional.of(
            new Verdict(
                Reason.VOLUME_LOST,
                "the volume of claim %s is gone, and its checkpoints with it: create a new run"
                    .formatted(name)))
        : complaint.map(c -> new Verdict(reason(c), "claim %s: %s".formatted(name, c.message())));
  }

  private static Reason reason(Complaint complaint) {
    if (complaint.reason().equals(EXTERNAL)) {
      return Reason.CLAIM_UNBOUND;
    }
    if (NO_CLASS.matcher(complaint.message()).find()) {
      return Reason.STORAGE_CLASS_MISSING;
    }
    return ACCESS_MODE.matcher(complaint.message()).find()
        ? Reason.ACCESS_MODE_UNSUPPORTED
        : Reason.PROVISIONING_FAILED;
  }
}
