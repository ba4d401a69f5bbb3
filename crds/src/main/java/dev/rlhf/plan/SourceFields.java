package dev.rlhf.plan;

import dev.rlhf.manifest.Data;
import dev.rlhf.manifest.Evaluation;
import dev.rlhf.manifest.InitFrom;
import dev.rlhf.manifest.PpoStage;
import dev.rlhf.manifest.RLHFRunSpec;
import dev.rlhf.manifest.RewardModelStage;
import dev.rlhf.manifest.Scorer;
import dev.rlhf.manifest.SftStage;
import dev.rlhf.manifest.Source;
import dev.rlhf.plan.SourceField.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The sources of a manifest that its stages read. */
public final class SourceFields {
  private final RLHFRunSpec spec;
  private final List<SourceField> found = new ArrayList<>();

  private SourceFields(RLHFRunSpec spec) {
    this.spec = spec;
  }

  /** All of them, in the order in which stages read them; one that two stages read stands twice. */
  public static List<SourceField> of(RLHFRunSpec spec) {
    return of(spec, EnumSet.allOf(Stage.class));
  }

  /** Those that these stages read; a ready checkpoint is read by the stages that follow its own. */
  public static List<SourceField> of(RLHFRunSpec spec, Set<Stage> stages) {
    SourceFields fields = new SourceFields(spec);
    SftStage sft = spec.stages().sft();
    RewardModelStage rewardModel = spec.stages().rewardModel();
    if (stages.contains(Stage.SFT) || sft.checkpoint() != null) {
      fields.sft(sft);
    }
    if (rewardModel != null && (stages.contains(Stage.RM) || rewardModel.checkpoint() != null)) {
      fields.rewardModel(rewardModel);
    }
    if (spec.stages().ppo() != null && stages.contains(Stage.PPO)) {
      fields.ppo(spec.data(), spec.stages().ppo());
    }
    if (spec.evaluation() != null && stages.contains(Stage.EVAL)) {
      fields.evaluation(spec.evaluation());
    }
    return List.copyOf(fields.found);
  }

  private void sft(SftStage stage) {
    if (stage.checkpoint() == null) {
      add("spec.model.uri", spec.model(), Kind.MODEL);
      add("spec.data.demonstrations.uri", spec.data().demonstrations(), Kind.DATA);
    } else {
      add("spec.stages.sft.checkpoint.uri", stage.checkpoint(), Kind.MODEL);
    }
  }

  private void rewardModel(RewardModelStage stage) {
    if (stage.checkpoint() == null) {
      add("spec.data.preferences.uri", spec.data().preferences(), Kind.DATA);
    } else {
      add("spec.stages.rewardModel.checkpoint.uri", stage.checkpoint(), Kind.MODEL);
    }
    if (stage.initFrom() == InitFrom.MODEL) {
      add("spec.model.uri", spec.model(), Kind.MODEL);
    }
  }

  private void ppo(Data data, PpoStage stage) {
    add("spec.data.prompts.uri", data.prompts(), Kind.DATA);
    add("spec.data.pretraining.uri", data.pretraining(), Kind.DATA);
    if (stage.validation() != null) {
      add("spec.stages.ppo.validation.prompts.uri", stage.validation().prompts(), Kind.DATA);
    }
  }

  private void evaluation(Evaluation evaluation) {
    add("spec.evaluation.prompts.uri", evaluation.prompts(), Kind.DATA);
    add("spec.evaluation.preferences.uri", evaluation.preferences(), Kind.DATA);
    add("spec.evaluation.texts.uri", evaluation.texts(), Kind.DATA);
    add("spec.data.understanding.uri", spec.data().understanding(), Kind.DATA);
    List<Scorer> scorers = evaluation.scorers() == null ? List.of() : evaluation.scorers();
    for (int i = 0; i < scorers.size(); i++) {
      add(
          "spec.evaluation.scorers[%d].uri".formatted(i),
          new Source(scorers.get(i).uri()),
          Kind.MODEL);
    }
  }

  /** A source that may be left out is null then. */
  private void add(String field, Source source, Kind kind) {
    if (source != null) {
      found.add(new SourceField(field, source, kind));
    }
  }
}
