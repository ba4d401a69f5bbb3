package dev.rlhf.trainer.sft;

import ai.djl.ndarray.NDManager;
import dev.rlhf.plan.SftSettings;
import dev.rlhf.trainer.checkpoint.Checkpoint;
import dev.rlhf.trainer.data.Demonstrations;
import dev.rlhf.trainer.metrics.ResidentMemory;
import dev.rlhf.trainer.model.Activations;
import dev.rlhf.trainer.model.Adaptation;
import dev.rlhf.trainer.model.AdapterBase;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.stage.Learner;
import dev.rlhf.trainer.stage.Passes;
import dev.rlhf.trainer.stage.StageContext;
import dev.rlhf.trainer.tokens.EncodedDialogue;
import dev.rlhf.trainer.tokens.Tokenizer;
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

/** The steps of SFT: batches of demonstrations in the order of the seed. */
final class SftLearner implements Learner {
  private final Demonstrations data;
  private final HuggingFaceFolder source;
  private final SftTrainer trainer;
  private final Passes<EncodedDialogue> passes;
  private final Clock clock;

  private SftLearner(
      StageContext stage,
      SftSettings settings,
      Demonstrations data,
      HuggingFaceFolder source,
      SftTrainer trainer) {
    this.data = data;
    this.source = source;
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

  /** Starts from the source, or where a checkpoint ends. */
  static SftLearner start(
      StageContext stage,
      SftSettings settings,
      Demonstrations data,
      HuggingFaceFolder source,
      AdapterBase base,
      Optional<Checkpoint> newest,
      NDManager manager)
      throws IOException {
    SftTrainer trainer =
        new SftTrainer(
            model(stage, settings, source, base, newest, manager),
            settings.optimizer(),
            settings.microBatchSize(),
            Activations.of(settings.recomputesActivations()),
            manager);
    if (newest.isPresent()) {
      trainer.restore(newest.get().folder());
    }
    return new SftLearner(stage, settings, data, source, trainer);
  }

  private static Transformer model(
      StageContext stage,
      SftSettings settings,
      HuggingFaceFolder source,
      AdapterBase base,
      Optional<Checkpoint> newest,
      NDManager manager)
      throws IOException {
    Optional<Path> saved = newest.map(Checkpoint::folder);
    boolean whole = settings.lora() == null && saved.isPresent();
    HuggingFaceFolder from = whole ? HuggingFaceFolder.open(saved.get()) : source;
    return Adaptation.of(settings.lora(), settings.precision(), base, stage.draws("adapter"), saved)
        .of(from.load(manager));
  }

  @Override
  public long totalSteps() {
    return passes.totalSteps();
  }

  @Override
  public Optional<Step> step(long number, BooleanSupplier givenUp) {
    Instant begin = clock.instant();
    List<EncodedDialogue> batch = passes.batch(number);
    double rate = passes.rate(number);
    return trainer
        .step(batch, rate, givenUp)
        .map(
            learnt -> {
              Duration time = Duration.between(begin, clock.instant());
              return step(figures(number, batch, rate, learnt, time.toNanos() / 1e9));
            });
  }

  private Map<SftFigure, Double> figures(
      long number,
      List<EncodedDialogue> batch,
      double rate,
      SftTrainer.Learnt learnt,
      double seconds) {
    double tokens = batch.stream().mapToInt(EncodedDialogue::length).sum();
    Map<SftFigure, Double> values = new EnumMap<>(SftFigure.class);
    values.put(SftFigure.LOSS, learnt.loss());
    values.put(SftFigure.LEARNING_RATE, rate);
    values.put(SftFigure.GRAD_NORM, learnt.gradNorm());
    values.put(SftFigure.EPOCH, passes.epochs(number));
    values.put(SftFigure.TOKENS, tokens);
    values.put(
        SftFigure.RESPONSE_TOKENS,
        (double) batch.stream().mapToInt(EncodedDialogue::responseTokens).sum());
    values.put(SftFigure.STEP_SECONDS, seconds);
    values.put(SftFigure.TOKENS_PER_SECOND, seconds > 0 ? tokens / seconds : 0);
    values.put(SftFigure.MEMORY_BYTES, ResidentMemory.bytes());
    return values;
  }

  private static Step step(Map<SftFigure, Double> values) {
    return new Step(
        values,
        values.get(SftFigure.TOKENS),
        "loss %.4f, norm %.3f, %.0f tokens/s"
            .formatted(
                values.get(SftFigure.LOSS),
                values.get(SftFigure.GRAD_NORM),
                values.get(SftFigure.TOKENS_PER_SECOND)));
  }

  @Override
  public long checkpointBytes() {
    return trainer.checkpointBytes();
  }

  @Override
  public void save(Path folder) throws IOException {
    trainer.save(source, folder);
  }

  /** Writes what the model now says to the prompts of a few demonstrations. */
  void sample(Tokenizer tokenizer, Path file) throws IOException {
    Samples.write(file, trainer.model(), source, tokenizer, data.rows());
  }

  @Override
  public void close() {
    trainer.close();
  }
}
