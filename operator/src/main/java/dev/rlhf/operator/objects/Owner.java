package dev.rlhf.operator.objects;

import dev.rlhf.manifest.RLHFRun;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Optional;

/** Whose an object is: by UID, since two runs of one name differ by nothing else. */
public final class Owner {
  private Owner() {}

  /** The reference that makes a run the controller of an object. */
  public static OwnerReference reference(RLHFRun run) {
    return new OwnerReferenceBuilder()
        .withApiVersion(run.getApiVersion())
        .withKind(run.getKind())
        .withName(run.getMetadata().getName())
        .withUid(run.getMetadata().getUid())
        .withController(true)
        .withBlockOwnerDeletion(true)
        .build();
  }

  /** Whether the run is the controller of an object. */
  public static boolean owns(RLHFRun run, HasMetadata object) {
    return controller(object)
        .filter(owner -> owner.getUid().equals(run.getMetadata().getUid()))
        .isPresent();
  }

  /** Whether an object goes away by itself: it is being deleted, or its run was an earlier one. */
  public static boolean isLeaving(RLHFRun run, HasMetadata object) {
    return object.isMarkedForDeletion()
        || !owns(run, object)
            && controller(object)
                .filter(owner -> owner.getKind().equals(run.getKind()))
                .filter(owner -> owner.getName().equals(run.getMetadata().getName()))
                .isPresent();
  }

  private static Optional<OwnerReference> controller(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .findFirst();
  }
}
