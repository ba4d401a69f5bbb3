package dev.rlhf.trainer.memory;

import dev.rlhf.contract.PeakMemory;
import dev.rlhf.manifest.Precision;
import dev.rlhf.plan.Parent;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.plan.StageSettings;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.ModelConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The memory of a stage, foreseen from its {@code stage.yaml} and the models that it names. */
public final class ForeseenMemory {
  private ForeseenMemory() {}

  /**
   * The peak of the stage's process, with so many lanes.
   *
   * <p>Nothing is foreseen of a stage that computes in bf16, or that starts from an adapter, or
   * from a model that is made from a seed, since that is small and not there yet. Nor where a model
   * cannot be read: that is for those to tell who need it.
   */
  public static Optional<PeakMemory> of(StageConfig config, int lanes) throws IOException {
    Optional<Path> language = parent(config, Stage.SFT).or(() -> path(config.model().path()));
    StageSettings settings = config.settings();
    if (settings.precision() != Precision.FP32 || language.isEmpty()) {
      return Optional.empty();
    }
    try {
      ModelConfig speaks = HuggingFaceFolder.open(language.get()).config();
      Optional<Path> reward = parent(config, Stage.RM);
      ModelConfig scores =
          reward.isPresent()
              ? HuggingFaceFolder.open(reward.get()).config()
              : speaks.rewardModel(0);
      StageMemory memory = StageMemory.of(speaks, scores, settings.lora(), lanes);
      long bytes = memory.of(settings).total();
      return Optional.of(new PeakMemory(bytes));
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
  }

  private static Optional<Path> parent(StageConfig config, Stage stage) {
    return Optional.ofNullable(config.parents().get(stage))
        .map(Parent::path)
        .flatMap(ForeseenMemory::path);
  }

  private static Optional<Path> path(String text) {
    return Optional.ofNullable(text).map(Path::of);
  }
}
