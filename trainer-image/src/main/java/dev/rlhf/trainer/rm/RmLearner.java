package dev.rlhf.trainer.rm;

import dev.rlhf.plan.RmSettings;
import dev.rlhf.trainer.data.EncodedPair;
import dev.rlhf.trainer.data.Preferences;
import dev.rlhf.trainer.metrics.ResidentMemory;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.stage.Learner;
import dev.rlhf.trainer.stage.Passes;
import dev.rlhf.trainer.stage.StageContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The steps of reward-model training: batches of preferences in the order of the seed. */
final class RmLearner implements Learner {
  private final RmSettings settings;
  private final HuggingFaceFolder base;
  private final RmTrainer trainer;
  private final Passes<EncodedPair> passes;
  private final Clock clock;

  /** Takes the trainer over and closes it. */
  RmLearner(
      StageContext stage,
      RmSettings settings,
      Preferences data,
      HuggingFaceFolder base,
      RmTrainer trainer) {
    this.settings = settings;
    this.base = base;
    this.trainer = trainer;
    passes =
        new Passes<>(
            stage.config().seed(),
            data.rows(),
            settings.epochs(),
            settings.batchSize(),
            settings.learningRate(),
            settings.optimizer());
    clock = stage.clock();
  }

  @Override
  public long totalSteps() {
    return passes.totalSteps();
  }

  @Override
  public Optional<Step> step(long number, BooleanSupplier givenUp) {
    Instant begin = clock.instant();
    List<EncodedPair> batch = passes.batch(number);
    double rate = passes.rate(number);
    return trainer
        .step(batch, rate, givenUp)
        .map(
            learnt -> {
              Map<RmFigure, Double> values = new EnumMap<>(RmFigure.class);
              values.put(RmFigure.LEARNING_RATE, rate);
              values.put(RmFigure.EPOCH, passes.epochs(number));
              putLosses(values, learnt);
              putRewards(values, learnt.rewards());
              Duration time = Duration.between(begin, clock.instant());
              putWork(values, batch, time.toNanos() / 1e9);
              return step(values);
            });
  }

  private void putLosses(Map<RmFigure, Double> values, RmTrainer.Learnt learnt) {
    double coefficient = settings.lmLossCoefficient();
    if (coefficient > 0) {
      values.put(RmFigure.LM_LOSS, learnt.tokenLoss());
      values.put(RmFigure.LOSS, learnt.pairLoss() + coefficient * learnt.tokenLoss());
    } else {
      values.put(RmFigure.LOSS, learnt.pairLoss());
    }
    values.put(RmFigure.RM_LOSS, learnt.pairLoss());
    values.put(RmFigure.GRAD_NORM, learnt.gradNorm());
  }

  private static void putRewards(Map<RmFigure, Double> values, PairRewards rewards) {
    values.put(RmFigure.ACCURACY, rewards.accuracy());
    values.put(RmFigure.MARGIN_MEAN, rewards.marginMean());
    values.put(RmFigure.REWARD_CHOSEN_MEAN, rewards.chosenMean());
    values.put(RmFigure.REWARD_REJECTED_MEAN, rewards.rejectedMean());
    values.put(RmFigure.BRIER_SCORE, rewards.brierScore());
    values.put(RmFigure.CALIBRATION_ERROR, rewards.calibrationError());
  }

  private void putWork(Map<RmFigure, Double> values, List<EncodedPair> batch, double seconds) {
    double tokens = batch.stream().mapToInt(EncodedPair::tokens).sum();
    values.put(RmFigure.TOKENS, tokens);
    values.put(RmFigure.STEP_SECONDS, seconds);
    values.put(RmFigure.TOKENS_PER_SECOND, seconds > 0 ? tokens / seconds : 0);
    values.put(RmFigure.MEMORY_BYTES, ResidentMemory.bytes());
  }

  private static Step step(Map<RmFigure, Double> values) {
    return new Step(
        values,
        values.get(RmFigure.TOKENS),
        "loss %.4f, accuracy %.3f, margin %.3f, norm %.3f, %.0f tokens/s"
            .formatted(
                values.get(RmFigure.LOSS),
                values.get(RmFigure.ACCURACY),
                values.get(RmFigure.MARGIN_MEAN),
                values.get(RmFigure.GRAD_NORM),
                values.get(RmFigure.TOKENS_PER_SECOND)));
  }

  @Override
  public long checkpointBytes() {
    return trainer.checkpointBytes();
  }

  @Override
  public void save(Path folder) throws IOException {
    trainer.save(base, folder);
  }

  @Override
  public void close() {
    trainer.close();
  }
}
