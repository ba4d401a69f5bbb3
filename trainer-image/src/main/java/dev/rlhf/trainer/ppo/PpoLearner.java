package dev.rlhf.trainer.ppo;

import ai.djl.ndarray.NDManager;
import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.plan.PpoSettings;
import dev.rlhf.trainer.checkpoint.Checkpoint;
import dev.rlhf.trainer.metrics.Figure;
import dev.rlhf.trainer.stage.Learner;
import dev.rlhf.trainer.stage.StageContext;
import dev.rlhf.trainer.tokens.SpecialTokens;
import dev.rlhf.trainer.tokens.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The steps of PPO: iterations over prompts in the order of the seed. */
final class PpoLearner implements Learner {
  private final StageContext stage;
  private final PpoSettings settings;
  private final PpoData data;
  private final PpoParents parents;
  private final Tokenizer tokenizer;
  private final PpoModels models;
  private final PpoTrainer trainer;
  private final Overseer overseer;
  private long done;

  private PpoLearner(
      StageContext stage,
      PpoData data,
      PpoParents parents,
      Tokenizer tokenizer,
      PpoModels models,
      PpoTrainer trainer,
      Overseer overseer) {
    this.stage = stage;
    this.data = data;
    this.parents = parents;
    this.tokenizer = tokenizer;
    this.models = models;
    this.trainer = trainer;
    this.overseer = overseer;
    settings = stage.config().settings(PpoSettings.class);
  }

  /** Starts from the SFT model and the reward model, or where a checkpoint ends. */
  static PpoLearner start(
      StageContext stage,
      PpoData data,
      PpoParents parents,
      Tokenizer tokenizer,
      Optional<Checkpoint> newest,
      NDManager manager)
      throws IOException {
    PpoSettings settings = stage.config().settings(PpoSettings.class);
    RolloutTexts texts = new RolloutTexts(data.asked(), tokenizer::decode);
    RewardMix mix = RewardMix.of(settings.rewards(), texts, System::getenv);
    PpoModels models = parents.load(stage, newest, manager);
    PpoTrainer trainer =
        new PpoTrainer(
            settings,
            Draws.of(stage.config().seed()),
            models,
            mix,
            SpecialTokens.read(parents.policy().path()).endOfSequence(),
            data.texts(),
            manager);
    Overseer overseer = new Overseer(settings, models, trainer, stage.folder(), manager);
    PpoLearner learner = new PpoLearner(stage, data, parents, tokenizer, models, trainer, overseer);
    if (newest.isPresent()) {
      trainer.restore(newest.get().folder());
      learner.done = newest.get().manifest().step();
      overseer.restore(newest.get().folder(), learner.done);
      learner.remark();
    }
    return learner;
  }

  @Override
  public long totalSteps() {
    return PpoTrainer.totalSteps(settings);
  }

  @Override
  public Optional<Step> step(long number, BooleanSupplier givenUp) throws IOException {
    boolean last = number == totalSteps();
    try {
      Optional<Iteration> made =
          trainer.step(
              number,
              data.prompts().ids(),
              isValidated(number) ? data.heldOutIds() : List.of(),
              givenUp,
              new Stopwatch(stage.clock()));
      if (made.isEmpty()) {
        return Optional.empty();
      }
      Map<PpoFigure, Double> figures = made.get().figures();
      figures.putAll(overseer.ended(number, last, figures));
      show(number, made.get());
      stage
          .metrics()
          .observed(RewardSpread.HISTOGRAM, RewardSpread.of(made.get().experiences()).sorted());
      return Optional.of(learnt(number, step(made.get())));
    } catch (NotFiniteException e) {
      Map<PpoFigure, Double> figures = overseer.notFinite(number, last, e);
      return Optional.of(learnt(number, new Step(figures, 0, e.getMessage())));
    }
  }

  private Step learnt(long number, Step step) {
    done = number;
    remark();
    return step;
  }

  /** The result tells what guards did. */
  private void remark() {
    List<String> acts = overseer.acts();
    if (!acts.isEmpty()) {
      stage.monitor().remark("Guards: " + String.join("; ", acts) + ".");
    }
  }

  @Override
  public boolean isOver() {
    return overseer.isOver();
  }

  /** With each checkpoint. */
  private boolean isValidated(long number) {
    return number == totalSteps() || number % stage.config().checkpoints().everySteps() == 0;
  }

  private void show(long number, Iteration made) throws IOException {
    if (isShown(number)) {
      PpoSamples.write(stage.folder().resolve(CheckpointLayout.SAMPLES), number, made, tokenizer);
    }
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
  public long checkpointBytes() throws IOException {
    long bytes = trainer.checkpointBytes();
    return bytes + overseer.keptBytes(bytes);
  }

  @Override
  public void save(Path folder) throws IOException {
    models.save(parents.policy(), parents.reward(), folder);
    trainer.save(folder);
    overseer.save(folder, done);
  }

  @Override
  public void close() {
    models.close();
  }
}
