package dev.rlhf.plan;

import dev.rlhf.manifest.RLHFRunSpec;
import dev.rlhf.manifest.Source;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns a manifest into stages: who starts from whom, and what each one reads. */
record Planner(RunIdentity run, RLHFRunSpec spec, Places places) {

  List<StagePlan> stages() {
    return List.of(sft());
  }

  private StagePlan sft() {
    var stage = spec.stages().sft();
    if (stage.checkpoint() != null) {
      return given(Stage.SFT, stage.checkpoint());
    }
    return train(
        Stage.SFT,
        Map.of(DataSet.DEMONSTRATIONS, input(spec.data().demonstrations())),
        Set.of(),
        SftSettings.of(stage));
  }

  private StagePlan given(Stage stage, Source checkpoint) {
    return new StagePlan.Given(stage, input(checkpoint));
  }

  private StagePlan train(
      Stage stage, Map<DataSet, Input> data, Set<Stage> parents, StageSettings settings) {
    var draft =
        new StageConfig(
            StageConfig.VERSION,
            stage,
            run,
            spec.seed(),
            spec.chatFormat(),
            places.checkpoints(),
            input(spec.model()),
            data,
            Map.of(),
            new CheckpointSettings(spec.checkpoints().everySteps(), spec.checkpoints().keep()),
            settings);
    return new StagePlan.Train(draft, parents);
  }

  private Input input(Source source) {
    return new Input(source.uri(), places.path(source));
  }
}
