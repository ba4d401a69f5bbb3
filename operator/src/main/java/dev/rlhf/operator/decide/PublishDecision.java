package dev.rlhf.operator.decide;

import dev.rlhf.contract.PublishResult;
import dev.rlhf.manifest.PublishedModel;
import dev.rlhf.operator.objects.PublishJob;
import dev.rlhf.operator.objects.TrainerPods;
import dev.rlhf.operator.objects.UnfitPodTemplateException;
import dev.rlhf.operator.observe.Observation;
import dev.rlhf.operator.observe.PublishObservation;
import dev.rlhf.operator.observe.Reason;
import dev.rlhf.operator.observe.Termination;
import dev.rlhf.operator.observe.Verdict;
import dev.rlhf.operator.report.RunReport;
import java.util.Optional;

/** At last the final model is published; the run is complete once it is where it is wanted. */
final class PublishDecision {
  private static final ErrandTerms TERMS =
      new ErrandTerms(
          Reason.PUBLISHING,
          "copies the final model to where spec.output wants it",
          Reason.OUTPUT_UNREACHABLE,
          Reason.OUTPUT_REFUSED,
          "name another folder in spec.output.uri, or mend that");

  private PublishDecision() {}

  /** What is to be done about it; empty where nothing is to be published. */
  static Optional<Decision> of(Observation o, TrainerPods pods) {
    try {
      return o.publish().map(publish -> next(publish, o, pods));
    } catch (UnfitPodTemplateException e) {
      return Optional.of(Settle.waiting(o, new Verdict(Reason.REJECTED, e.getMessage())));
    }
  }

  private static Decision next(PublishObservation publish, Observation o, TrainerPods pods) {
    return new ErrandDecision(
            o,
            publish.errand(),
            PublishJob.configMap(o.run(), publish.config()),
            PublishJob.of(o.run(), publish.config(), pods),
            TERMS,
            end -> end.result(PublishResult.class).map(PublishResult::message),
            end -> recorded(end, publish, o))
        .next();
  }

  private static Optional<Decision> recorded(
      Termination end, PublishObservation publish, Observation o) {
    String digest = publish.config().model().digest();
    return end.result(PublishResult.class)
        .filter(result -> digest.equals(result.checkpoint()))
        .map(
            result ->
                new Decision.WriteStatus(
                    o.run(),
                    RunReport.withOutput(
                        RunReport.ended(o.run(), o.now()),
                        new PublishedModel(publish.config().uri(), digest))));
  }
}
