package dev.rlhf.plan;

import dev.rlhf.manifest.FetchedSource;
import dev.rlhf.manifest.InitFrom;
import dev.rlhf.manifest.RLHFRunSpec;
import dev.rlhf.manifest.Scorer;
import dev.rlhf.manifest.Source;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns a manifest into stages: who starts from whom, and what each one reads. */
record Planner(RunIdentity run, RLHFRunSpec spec, Places places) {

  List<StagePlan> stages() {
    return Stream.of(sft(), rewardModel(), ppo(), evaluation()).flatMap(Optional::stream).toList();
  }

  private Optional<StagePlan> sft() {
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

  private Optional<StagePlan> rewardModel() {
    var stage = spec.stages().rewardModel();
    if (stage == null) {
      return Optional.empty();
    }
    if (stage.checkpoint() != null) {
      return given(Stage.RM, stage.checkpoint());
    }
    RmSettings settings = RmSettings.of(stage);
    return train(
        Stage.RM,
        Map.of(DataSet.PREFERENCES, input(spec.data().preferences())),
        settings.initFrom() == InitFrom.SFT ? Set.of(Stage.SFT) : Set.of(),
        settings);
  }

  private Optional<StagePlan> ppo() {
    if (spec.stages().ppo() == null) {
      return Optional.empty();
    }
    Map<DataSet, Input> data = new EnumMap<>(DataSet.class);
    data.put(DataSet.PROMPTS, input(spec.data().prompts()));
    if (spec.data().pretraining() != null) {
      data.put(DataSet.PRETRAINING, input(spec.data().pretraining()));
    }
    if (spec.stages().ppo().validation() != null) {
      data.put(DataSet.VALIDATION, input(spec.stages().ppo().validation().prompts()));
    }
    return train(Stage.PPO, data, Set.of(Stage.SFT, Stage.RM), PpoSettings.of(spec.stages().ppo()));
  }

  private Optional<StagePlan> evaluation() {
    var stage = spec.evaluation();
    if (stage == null) {
      return Optional.empty();
    }
    Map<DataSet, Source> sources = new EnumMap<>(DataSet.class);
    sources.put(DataSet.PROMPTS, stage.prompts());
    sources.put(DataSet.PREFERENCES, stage.preferences());
    sources.put(DataSet.TEXTS, stage.texts());
    sources.put(DataSet.UNDERSTANDING, spec.data().understanding());
    return train(
        Stage.EVAL,
        given(sources),
        Set.of(Stage.SFT, Stage.RM, Stage.PPO),
        EvalSettings.of(stage, this::input));
  }

  private NamedInput input(Scorer scorer) {
    Input read = input(new Source(scorer.uri()));
    return new NamedInput(scorer.name(), read.uri(), read.path(), read.revision());
  }

  /** Those that the manifest names. */
  private Map<DataSet, Input> given(Map<DataSet, Source> sources) {
    sources.values().removeIf(Objects::isNull);
    return sources.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, source -> input(source.getValue())));
  }

  private Optional<StagePlan> given(Stage stage, Source checkpoint) {
    return Optional.of(new StagePlan.Given(stage, input(checkpoint)));
  }

  private Optional<StagePlan> train(
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
    return Optional.of(new StagePlan.Train(draft, parents));
  }

  private Input input(Source source) {
    return new Input(
        source.uri(),
        places.path(source),
        places.fetched(source).map(FetchedSource::revision).orElse(null));
  }
}
