package dev.rlhf.operator.objects;

import dev.rlhf.manifest.AccessMode;
import dev.rlhf.manifest.Checkpoints;
import dev.rlhf.manifest.ClaimRetention;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.plan.Names;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Optional;

/** The claim that holds the checkpoints of a run. */
public final class CheckpointClaim {
  private static final Quantity DEFAULT_SIZE = new Quantity("20Gi");

  private CheckpointClaim() {}

  /** Whether the manifest names a claim that exists, which the operator never makes. */
  public static boolean isGiven(RLHFRun run) {
    return run.getSpec().checkpoints().claimName() != null;
  }

  /** The claim's name. */
  public static String name(RLHFRun run) {
    return isGiven(run)
        ? run.getSpec().checkpoints().claimName()
        : Names.claim(run.getMetadata().getName());
  }

  /** Whether a claim was made for this very run. */
  public static boolean isOf(RLHFRun run, PersistentVolumeClaim claim) {
    return claim.getMetadata().getLabels() != null
        && run.getMetadata().getUid().equals(claim.getMetadata().getLabels().get(Labels.RUN_UID));
  }

  /** The claim to make; the run's deletion takes it along only with {@code retain: Delete}. */
  public static PersistentVolumeClaim of(RLHFRun run) {
    Checkpoints settings = run.getSpec().checkpoints();
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withName(name(run))
        .withNamespace(run.getMetadata().getNamespace())
        .withLabels(Labels.of(run))
        .withOwnerReferences(
            settings.retain() == ClaimRetention.DELETE ? List.of(Owner.reference(run)) : List.of())
        .endMetadata()
        .withNewSpec()
        .withAccessModes(accessModes(settings))
        .withStorageClassName(settings.storageClassName())
        .withNewResources()
        .addToRequests("storage", Optional.ofNullable(settings.size()).orElse(DEFAULT_SIZE))
        .endResources()
        .endSpec()
        .build();
  }

  private static List<String> accessModes(Checkpoints settings) {
    List<AccessMode> modes =
        settings.accessModes() == null
            ? List.of(AccessMode.READ_WRITE_ONCE)
            : settings.accessModes();
    return modes.stream().map(AccessMode::kubernetesName).toList();
  }
}
