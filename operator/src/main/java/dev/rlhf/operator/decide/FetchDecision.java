package dev.rlhf.operator.decide;

import dev.rlhf.contract.FetchResult;
import dev.rlhf.operator.objects.FetchConfigMap;
import dev.rlhf.operator.objects.FetchJob;
import dev.rlhf.operator.objects.TrainerPods;
import dev.rlhf.operator.objects.UnfitPodTemplateException;
import dev.rlhf.operator.observe.FetchObservation;
import dev.rlhf.operator.observe.Observation;
import dev.rlhf.operator.observe.Reason;
import dev.rlhf.operator.observe.Termination;
import dev.rlhf.operator.observe.Verdict;
import dev.rlhf.operator.report.RunReport;
import dev.rlhf.plan.Fetched;
import java.util.Optional;

/**
 * Then what the run starts from is fetched by a Job that asks for no device. Until the status names
 * all of it, no stage begins; from then on, nothing of it is looked at again.
 */
final class FetchDecision {
  private static final ErrandTerms TERMS =
      new ErrandTerms(
          Reason.FETCHING_SOURCES,
          "fetches what the run starts from onto the checkpoint volume",
          Reason.SOURCE_UNREACHABLE,
          Reason.SOURCE_REFUSED,
          "mend it in spec.sources or in the Secret");

  private FetchDecision() {}

  /** What is to be done about sources; empty where nothing is to be fetched. */
  static Optional<Decision> of(Observation o, TrainerPods pods) {
    try {
      return o.fetch().map(fetch -> unlessClaimIsMissing(fetch, o, pods));
    } catch (UnfitPodTemplateException e) {
      return Optional.of(Settle.waiting(o, new Verdict(Reason.REJECTED, e.getMessage())));
    }
  }

  /** What no stage could begin with is not fetched for, either. */
  private static Decision unlessClaimIsMissing(
      FetchObservation fetch, Observation o, TrainerPods pods) {
    return o.stages().stream()
        .flatMap(stage -> stage.missingClaim().stream())
        .findFirst()
        .filter(missing -> fetch.errand().job().isEmpty() && !Observation.isSuspended(o.run()))
        .map(missing -> Settle.waiting(o, missing))
        .orElseGet(() -> next(fetch, o, pods));
  }

  private static Decision next(FetchObservation fetch, Observation o, TrainerPods pods) {
    return new ErrandDecision(
            o,
            fetch.errand(),
            FetchConfigMap.of(o.run(), fetch.config()),
            FetchJob.of(o.run(), fetch.config(), pods),
            TERMS,
            end -> end.result(FetchResult.class).map(FetchResult::message),
            end -> recorded(end, fetch, o))
        .next();
  }

  private static Optional<Decision> recorded(
      Termination end, FetchObservation fetch, Observation o) {
    return end.result(FetchResult.class)
        .filter(result -> fetch.config().isIn(new Fetched(result.sources())))
        .map(
            result -> {
              var verdict = new Verdict(Reason.PREPARING, "what the run starts from is fetched");
              var status = RunReport.of(o.run(), Settle.all(o, verdict), o.now());
              return new Decision.WriteStatus(
                  o.run(), RunReport.withSources(status, result.sources()));
            });
  }
}
