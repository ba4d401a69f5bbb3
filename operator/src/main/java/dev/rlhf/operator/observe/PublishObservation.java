package dev.rlhf.operator.observe;

import dev.rlhf.manifest.CheckpointRef;
import dev.rlhf.manifest.Output;
import dev.rlhf.manifest.PublishedModel;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.StagePhase;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.operator.objects.Errand;
import dev.rlhf.operator.objects.PublishJob;
import dev.rlhf.operator.objects.ServiceSettings;
import dev.rlhf.plan.Names;
import dev.rlhf.plan.Parent;
import dev.rlhf.plan.Plan;
import dev.rlhf.plan.PodPlaces;
import dev.rlhf.plan.PublishConfig;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StagePlan;
import java.util.Optional;

/**
 * All that a decision on publishing the final model is made from.
 *
 * @param config what is wanted
 */
public record PublishObservation(PublishConfig config, ErrandObservation errand) {

  /** Where every stage is done and its model is wanted elsewhere, where it is not yet. */
  static Optional<PublishObservation> of(Plan plan, RLHFRun run, View view) {
    Output output = run.getSpec().output();
    if (output == null) {
      return Optional.empty();
    }
    String target = PodPlaces.path(output);
    return model(plan, run)
        .filter(model -> !isPublished(output, model, run))
        .map(model -> config(plan, run, model, target))
        .map(config -> new PublishObservation(config, errand(run, config, view)));
  }

  /** The last model that was trained; a ready one is where it is. */
  private static Optional<CheckpointRef> model(Plan plan, RLHFRun run) {
    boolean done =
        plan.stages().stream()
            .allMatch(
                stage ->
                    Observation.stage(run, stage.stage())
                        .filter(s -> s.phase() == StagePhase.SUCCEEDED)
                        .isPresent());
    return done
        ? plan.stages().stream()
            .map(StagePlan::stage)
            .filter(stage -> stage != Stage.EVAL)
            .flatMap(stage -> Observation.stage(run, stage).map(StageStatus::checkpoint).stream())
            .reduce((first, last) -> last)
        : Optional.empty();
  }

  private static boolean isPublished(Output output, CheckpointRef model, RLHFRun run) {
    return new PublishedModel(output.uri(), model.digest())
        .equals(Observation.status(run).output());
  }

  private static PublishConfig config(Plan plan, RLHFRun run, CheckpointRef model, String target) {
    String root = Observer.places(run).checkpoints();
    Parent parent = new Parent(root + "/" + model.path(), model.digest());
    String uri = run.getSpec().output().uri();
    return PublishConfig.isStored(uri)
        ? PublishConfig.toStore(plan.run(), root, parent, uri, ServiceSettings.of(run))
        : PublishConfig.toFolder(plan.run(), root, parent, target, uri);
  }

  private static ErrandObservation errand(RLHFRun run, PublishConfig config, View view) {
    return ErrandObservation.of(
        run,
        Errand.PUBLISH,
        Names.publishJob(run.getMetadata().getName()),
        PublishJob.configMap(run, config),
        view);
  }
}
