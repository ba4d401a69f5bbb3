package dev.rlhf.trainer.local;

import dev.rlhf.manifest.Evaluation;
import dev.rlhf.manifest.InitFrom;
import dev.rlhf.manifest.RLHFRunSpec;
import dev.rlhf.manifest.RewardModelStage;
import dev.rlhf.manifest.Scorer;
import dev.rlhf.manifest.SftStage;
import dev.rlhf.manifest.Source;
import dev.rlhf.manifest.Stages;
import dev.rlhf.plan.InvalidManifestException;
import dev.rlhf.plan.SourceUri;
import dev.rlhf.plan.SourceUri.Scheme;
import dev.rlhf.trainer.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Looks for every source of a manifest before anything starts. */
record SourceCheck(LocalPlaces places) {

  /**
   * @throws InvalidInputException naming the field of the first source that is not there
   */
  void check(RLHFRunSpec spec) {
    Stages stages = spec.stages();
    checkSft(spec, stages.sft());
    if (stages.rewardModel() != null) {
      checkRewardModel(spec, stages.rewardModel());
    }
    if (stages.ppo() != null) {
      check("spec.data.prompts.uri", spec.data().prompts());
      check("spec.data.pretraining.uri", spec.data().pretraining());
      if (stages.ppo().validation() != null) {
        check("spec.stages.ppo.validation.prompts.uri", stages.ppo().validation().prompts());
      }
    }
    if (spec.evaluation() != null) {
      checkEvaluation(spec, spec.evaluation());
    }
  }

  private void checkEvaluation(RLHFRunSpec spec, Evaluation evaluation) {
    check("spec.evaluation.prompts.uri", evaluation.prompts());
    check("spec.evaluation.preferences.uri", evaluation.preferences());
    check("spec.evaluation.texts.uri", evaluation.texts());
    check("spec.data.understanding.uri", spec.data().understanding());
    List<Scorer> scorers = evaluation.scorers() == null ? List.of() : evaluation.scorers();
    for (int i = 0; i < scorers.size(); i++) {
      check("spec.evaluation.scorers[%d].uri".formatted(i), new Source(scorers.get(i).uri()));
    }
  }

  private void checkSft(RLHFRunSpec spec, SftStage stage) {
    if (stage.checkpoint() == null) {
      check("spec.model.uri", spec.model());
      check("spec.data.demonstrations.uri", spec.data().demonstrations());
    } else {
      check("spec.stages.sft.checkpoint.uri", stage.checkpoint());
    }
  }

  private void checkRewardModel(RLHFRunSpec spec, RewardModelStage stage) {
    if (stage.checkpoint() == null) {
      check("spec.data.preferences.uri", spec.data().preferences());
    } else {
      check("spec.stages.rewardModel.checkpoint.uri", stage.checkpoint());
    }
    if (stage.initFrom() == InitFrom.MODEL) {
      check("spec.model.uri", spec.model());
    }
  }

  /**
   * A source that may be left out is null then; what demo:// names has been held against the
   * schema.
   */
  private void check(String field, Source source) {
    if (source == null || SourceUri.of(source).scheme() == Scheme.DEMO) {
      return;
    }
    try {
      checkExists(Path.of(places.path(source)));
    } catch (InvalidManifestException | InvalidInputException e) {
      throw new InvalidInputException(field + ": " + e.getMessage(), e);
    }
  }

  private static void checkExists(Path path) {
    if (!Files.isReadable(path)) {
      throw new InvalidInputException(
          path + " cannot be read: write file:// and a path, absolute or relative to the manifest");
    }
  }
}
