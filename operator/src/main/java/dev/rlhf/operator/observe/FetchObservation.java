package dev.rlhf.operator.observe;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.operator.objects.Errand;
import dev.rlhf.operator.objects.FetchConfigMap;
import dev.rlhf.plan.FetchConfig;
import dev.rlhf.plan.Fetched;
import dev.rlhf.plan.Names;
import java.util.Optional;

/**
 * All that a decision on what is still to be fetched is made from.
 *
 * @param config what is wanted
 */
public record FetchObservation(FetchConfig config, ErrandObservation errand) {

  /** Where something is wanted that the status does not name. */
  static Optional<FetchObservation> of(RLHFRun run, View view) {
    var fetched = new Fetched(Observation.status(run).sources());
    return FetchConfigMap.wanted(run)
        .filter(config -> !config.isIn(fetched))
        .map(
            config ->
                new FetchObservation(
                    config,
                    ErrandObservation.of(
                        run,
                        Errand.FETCH,
                        Names.fetchJob(run.getMetadata().getName()),
                        FetchConfigMap.of(run, config),
                        view)));
  }
}
