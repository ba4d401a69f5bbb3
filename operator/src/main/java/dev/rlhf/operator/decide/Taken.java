package dev.rlhf.operator.decide;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.operator.objects.Owner;
import dev.rlhf.operator.observe.Reason;
import dev.rlhf.operator.observe.Verdict;
import io.fabric8.kubernetes.api.model.HasMetadata;

/** A name that a run needs, and that another's object has: it is never adopted. */
final class Taken {
  private Taken() {}

  static Verdict by(RLHFRun run, HasMetadata object) {
    String kind = object.getKind();
    String name = object.getMetadata().getName();
    return Owner.isLeaving(run, object)
        ? new Verdict(
            Reason.NAME_IN_USE, "%s %s of an earlier run is being deleted".formatted(kind, name))
        : new Verdict(
            Reason.NAME_TAKEN,
            "%s %s exists and is not this run's: delete or rename it, or create the run under another name"
                .formatted(kind, name));
  }
}
