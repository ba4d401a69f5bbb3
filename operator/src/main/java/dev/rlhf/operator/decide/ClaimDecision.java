package dev.rlhf.operator.decide;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.operator.objects.CheckpointClaim;
import dev.rlhf.operator.observe.Observation;
import dev.rlhf.operator.observe.Reason;
import dev.rlhf.operator.observe.Verdict;
import dev.rlhf.operator.report.RunReport;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.Optional;

/** A place for checkpoints comes first. */
final class ClaimDecision {
  private ClaimDecision() {}

  /** What is to be done about the claim; empty when it is there and recorded. */
  static Optional<Decision> of(Observation o) {
    if (o.status().claimName() == null) {
      return Optional.of(o.claim().map(claim -> found(o, claim)).orElseGet(() -> missing(o)));
    }
    return o.claim().isPresent() ? Optional.empty() : Optional.of(lost(o));
  }

  private static Decision missing(Observation o) {
    String name = CheckpointClaim.name(o.run());
    return CheckpointClaim.isGiven(o.run())
        ? Settle.waiting(
            o,
            new Verdict(
                Reason.CLAIM_MISSING,
                "there is no claim %s: create it, or leave out checkpoints.claimName to have one made"
                    .formatted(name)))
        : new Decision.CreateClaim(CheckpointClaim.of(o.run()));
  }

  private static Decision found(Observation o, PersistentVolumeClaim claim) {
    String name = CheckpointClaim.name(o.run());
    if (claim.isMarkedForDeletion()) {
      return Settle.waiting(
          o, new Verdict(Reason.CLAIM_TERMINATING, "claim %s is being deleted".formatted(name)));
    }
    if (!CheckpointClaim.isGiven(o.run()) && !CheckpointClaim.isOf(o.run(), claim)) {
      return Settle.waiting(o, new Verdict(Reason.CLAIM_OF_EARLIER_RUN, waysOut(o.run(), name)));
    }
    var verdict = new Verdict(Reason.PREPARING, "claim %s is there".formatted(name));
    var status = RunReport.of(o.run(), Settle.all(o, verdict), o.now());
    return new Decision.WriteStatus(o.run(), RunReport.withClaim(o.run(), status));
  }

  private static String waysOut(RLHFRun run, String name) {
    return ("claim %s was not made for this run and may hold the checkpoints of an earlier one: give"
            + " the run another name; or keep the checkpoints and use the claim with"
            + " checkpoints.claimName: %s; or, if they are not needed, run: kubectl -n %s delete pvc %s")
        .formatted(name, name, run.getMetadata().getNamespace(), name);
  }

  /** An attempt that has begun goes on to its end: Kubernetes keeps a claim that a pod uses. */
  private static Decision lost(Observation o) {
    return Settle.waiting(
        o,
        new Verdict(
            Reason.CLAIM_LOST,
            "claim %s, which held the checkpoints of this run, was deleted: bring it back under its"
                    .formatted(o.status().claimName())
                + " name, or create a new run"));
  }
}
