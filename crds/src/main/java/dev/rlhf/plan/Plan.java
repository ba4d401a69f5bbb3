package dev.rlhf.plan;

import dev.rlhf.manifest.RLHFRunSpec;
import dev.rlhf.manifest.Source;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The stages of a run, in the order in which they run. */
public record Plan(RunIdentity run, List<StagePlan> stages) {

  public Plan {
    stages = List.copyOf(stages);
  }

  /**
   * The plan of a manifest, whose schema's defaults are filled in.
   *
   * @throws InvalidManifestException when something in it cannot be had in this place
   */
  public static Plan of(RunIdentity run, RLHFRunSpec spec, Places places) {
    return new Plan(run, List.of(sft(run, spec, places)));
  }

  private static StagePlan sft(RunIdentity run, RLHFRunSpec spec, Places places) {
    var stage = spec.stages().sft();
    if (stage.checkpoint() != null) {
      return new StagePlan.Given(Stage.SFT, input(stage.checkpoint(), places));
    }
    var config =
        new StageConfig(
            StageConfig.VERSION,
            Stage.SFT,
            run,
            spec.seed(),
            spec.chatFormat(),
            places.checkpoints(),
            input(spec.model(), places),
            Map.of(DataSet.DEMONSTRATIONS, input(spec.data().demonstrations(), places)),
            Map.of(),
            new CheckpointSettings(spec.checkpoints().everySteps(), spec.checkpoints().keep()),
            SftSettings.of(stage));
    return new StagePlan.Train(config, Set.of());
  }

  private static Input input(Source source, Places places) {
    return new Input(source.uri(), places.path(source));
  }
}
