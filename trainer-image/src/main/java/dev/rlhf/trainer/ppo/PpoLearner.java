package dev.rlhf.trainer.ppo;

import ai.djl.ndarray.NDManager;
import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.plan.PpoSettings;
import dev.rlhf.trainer.checkpoint.Checkpoint;
import dev.rlhf.trainer.data.Prompts;
import dev.rlhf.trainer.metrics.Figure;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.stage.Learner;
import dev.rlhf.trainer.stage.StageContext;
import dev.rlhf.trainer.tokens.SpecialTokens;
import dev.rlhf.trainer.tokens.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The steps of PPO: iterations over prompts in the order of the seed. */
final class PpoLearner implements Learner {
  private final StageContext stage;
  private final PpoSettings settings;
  private final Prompts prompts;
  private final HuggingFaceFolder sft;
  private final HuggingFaceFolder rm;
  private final Tokenizer tokenizer;
  private final PpoModels models;
  private final PpoTrainer trainer;

  private PpoLearner(
      StageContext stage,
      Prompts prompts,
      HuggingFaceFolder sft,
      HuggingFaceFolder rm,
      Tokenizer tokenizer,
      PpoModels models,
      PpoTrainer trainer) {
    this.stage = stage;
    this.prompts = prompts;
    this.sft = sft;
    this.rm = rm;
    this.tokenizer = tokenizer;
    this.models = models;
    this.trainer = trainer;
    settings = stage.config().settings(PpoSettings.class);
  }

  /** Starts from the SFT model and the reward model, or where a checkpoint ends. */
  static PpoLearner start(
      StageContext stage,
      Prompts prompts,
      HuggingFaceFolder sft,
      HuggingFaceFolder rm,
      Tokenizer tokenizer,
      Optional<Checkpoint> newest,
      NDManager manager)
      throws IOException {
    PpoSettings settings = stage.config().settings(PpoSettings.class);
    RolloutTexts texts = new RolloutTexts(prompts.rows(), tokenizer::decode);
    RewardMix mix = RewardMix.of(settings.rewards(), texts, System::getenv);
    PpoModels models = PpoModels.load(sft, rm, newest.map(Checkpoint::folder), manager);
    PpoTrainer trainer =
        new PpoTrainer(
            settings,
            Draws.of(stage.config().seed()),
            models,
            mix,
            SpecialTokens.read(sft.path()).endOfSequence(),
            manager);
    if (newest.isPresent()) {
      trainer.restore(newest.get().folder());
    }
    return new PpoLearner(stage, prompts, sft, rm, tokenizer, models, trainer);
  }

  @Override
  public long totalSteps() {
    return PpoTrainer.totalSteps(settings);
  }

  @Override
  public Optional<Step> step(long number, BooleanSupplier givenUp) throws IOException {
    Optional<Iteration> made =
        trainer.step(number, prompts.ids(), givenUp, new Stopwatch(stage.clock()));
    if (made.isPresent() && isShown(number)) {
      Path file = stage.folder().resolve(CheckpointLayout.SAMPLES);
      PpoSamples.write(file, number, made.get(), tokenizer);
    }
    return made.map(PpoLearner::step);
  }

  /** Answers are shown as often as the model is saved, and at once. */
  private boolean isShown(long number) {
    return number == 1
        || number == totalSteps()
        || number % stage.config().checkpoints().everySteps() == 0;
  }

  private static Step step(Iteration iteration) {
    Map<PpoFigure, Double> figures = iteration.figures();
    Map<Figure, Double> all = new LinkedHashMap<>(figures);
    all.putAll(RewardFigure.of(iteration.experiences()));
    return new Step(
        all,
        figures.get(PpoFigure.TOKENS),
        "reward %.4f, kl %.4f, length %.1f, value loss %.4f, %.0f tokens/s"
            .formatted(
                figures.get(PpoFigure.REWARD),
                figures.get(PpoFigure.KL),
                figures.get(PpoFigure.RESPONSE_LENGTH),
                figures.get(PpoFigure.VALUE_LOSS),
                figures.get(PpoFigure.TOKENS_PER_SECOND)));
  }

  @Override
  public long checkpointBytes() {
    return trainer.checkpointBytes();
  }

  @Override
  public void save(Path folder) throws IOException {
    models.save(sft, rm, folder);
    trainer.save(folder);
  }

  @Override
  public void close() {
    models.close();
  }
}
