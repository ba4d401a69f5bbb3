package dev.rlhf.operator.decide;

import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.StageResult;
import dev.rlhf.manifest.CheckpointRef;
import dev.rlhf.manifest.Retry;
import dev.rlhf.manifest.StagePhase;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.manifest.StepTimeoutAction;
import dev.rlhf.operator.observe.AttemptEnd;
import dev.rlhf.operator.observe.EndReason;
import dev.rlhf.operator.observe.FailureClass;
import dev.rlhf.operator.observe.Occupancy;
import dev.rlhf.operator.observe.Reason;
import dev.rlhf.operator.observe.StageObservation;
import dev.rlhf.operator.observe.Verdict;
import dev.rlhf.operator.report.StageDraft;
import dev.rlhf.operator.report.StageFailure;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** An attempt that failed: it counts or does not, and another follows or does not. */
final class EndDecision {
  private EndDecision() {}

  /** One that the operator itself has ended, and whose pods are gone; empty on the user's word. */
  static Optional<StageStep> ofStopped(StageObservation o) {
    return EndReason.ofWord(o.status().reason())
        .filter(reason -> reason.failure().isPresent())
        .map(reason -> of(new AttemptEnd(reason, o.status().message(), o.lastWords()), o));
  }

  /** No other attempt begins. */
  static StageStep of(Cut cut, StageObservation o) {
    return failed(StageDraft.from(o.status()).ended(cut.reason(), cut.words()), o);
  }

  static StageStep of(AttemptEnd end, StageObservation o) {
    StageStatus stage = o.status();
    CheckpointRef newest = end.result().map(StageResult::checkpoint).orElse(stage.checkpoint());
    boolean counts = !isOf(stage.intent().attempt(), newest);
    StageDraft draft =
        StageDraft.from(stage)
            .released(Occupancy.end(o))
            .ended(end.reason(), end.message())
            .checkpoint(newest);
    end.result()
        .ifPresent(result -> draft.settled(false).figures(result.figures()).lineage(result));
    FailureClass failure = end.reason().failure().orElseThrow();
    Retry retry = o.run().getSpec().retry();
    int errors = stage.errors() + (counts && failure == FailureClass.ERROR ? 1 : 0);
    int disruptions = stage.disruptions() + (counts && failure == FailureClass.DISRUPTION ? 1 : 0);
    draft.errors(errors).disruptions(disruptions);
    return switch (failure) {
      case INVALID, GUARD, DEADLINE -> failed(draft, o);
      case DAMAGED -> retry(draft, o, 1);
      case ERROR ->
          isNotTriedAgain(end, o)
              ? failed(draft, o)
              : errors > retry.errors()
                  ? failed(
                      draft.ended(end.reason(), exhausted("errors", errors, retry.errors(), end)),
                      o)
                  : retry(draft, o, counts ? errors : 1);
      case DISRUPTION ->
          disruptions > retry.disruptions()
              ? failed(
                  draft.ended(
                      end.reason(),
                      exhausted("disruptions", disruptions, retry.disruptions(), end)),
                  o)
              : retry(draft, o, counts ? disruptions : 1);
    };
  }

  private static boolean isNotTriedAgain(AttemptEnd end, StageObservation o) {
    return end.reason() == EndReason.NO_PROGRESS
        && o.run().getSpec().stepTimeout().action() == StepTimeoutAction.FAIL;
  }

  /** Whether an attempt made the checkpoint: its folder bears the attempt's number. */
  private static boolean isOf(int attempt, CheckpointRef checkpoint) {
    return Optional.ofNullable(checkpoint)
        .map(c -> CheckpointLayout.attemptOf(Path.of(c.path())))
        .filter(maker -> maker.equals(OptionalInt.of(attempt)))
        .isPresent();
  }

  private static StageStep failed(StageDraft draft, StageObservation o) {
    StageStatus stage = draft.settled(false).finished(StagePhase.FAILED, o.now()).status();
    return StageStep.stands(stage, StageFailure.of(stage));
  }

  private static StageStep retry(StageDraft draft, StageObservation o, int counted) {
    Instant at = o.now().plus(Backoff.after(o.run().getSpec().retry(), counted, name(o)));
    var verdict =
        new Verdict(
            Reason.BACKOFF,
            "attempt %d begins at %s".formatted(o.status().intent().attempt() + 1, at));
    return StageStep.stands(draft.retryAt(at).status(), verdict);
  }

  /** Of this attempt, among all that there are. */
  private static String name(StageObservation o) {
    return "%s/%s/%d"
        .formatted(
            o.run().getMetadata().getUid(), o.status().name(), o.status().intent().attempt());
  }

  private static String exhausted(String budget, int counted, int allowed, AttemptEnd end) {
    return "%d attempts ended without a new checkpoint, and retry.%s allows %d; the last one: %s"
        .formatted(counted, budget, allowed, end.message());
  }
}
