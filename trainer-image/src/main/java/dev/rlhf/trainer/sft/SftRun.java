package dev.rlhf.trainer.sft;

import ai.djl.ndarray.NDManager;
import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.plan.SftSettings;
import dev.rlhf.trainer.checkpoint.Checkpoint;
import dev.rlhf.trainer.checkpoint.CheckpointWriter;
import dev.rlhf.trainer.checkpoint.Provenance;
import dev.rlhf.trainer.data.BatchOrder;
import dev.rlhf.trainer.data.Demonstrations;
import dev.rlhf.trainer.data.MicroBatch;
import dev.rlhf.trainer.metrics.FiguresFile;
import dev.rlhf.trainer.metrics.ResidentMemory;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.optim.LearningRateSchedule;
import dev.rlhf.trainer.stage.StageContext;
import dev.rlhf.trainer.tokens.EncodedDialogue;
import dev.rlhf.trainer.tokens.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of SFT, from the first or from a checkpoint to the last. */
final class SftRun implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SftRun.class);

  private final StageContext stage;
  private final SftSettings settings;
  private final Demonstrations data;
  private final HuggingFaceFolder source;
  private final SftTrainer trainer;
  private final CheckpointWriter checkpoints;
  private final FiguresFile figures;
  private final BatchOrder order;
  private final long total;
  private final LearningRateSchedule schedule;
  private long done;
  private long saved;

  private SftRun(
      StageContext stage,
      SftSettings settings,
      Demonstrations data,
      HuggingFaceFolder source,
      SftTrainer trainer,
      Provenance provenance)
      throws IOException {
    this.stage = stage;
    this.settings = settings;
    this.data = data;
    this.source = source;
    this.trainer = trainer;
    checkpoints =
        new CheckpointWriter(stage.folder(), provenance, stage.config().checkpoints().keep());
    figures = new FiguresFile(stage.folder().resolve(CheckpointLayout.FIGURES));
    order = new BatchOrder(stage.config().seed(), data.rows().size(), settings.batchSize());
    total = settings.epochs() * order.stepsPerEpoch();
    schedule = LearningRateSchedule.of(settings.learningRate(), settings.optimizer(), total);
  }

  static SftRun start(
      StageContext stage,
      SftSettings settings,
      Demonstrations data,
      HuggingFaceFolder source,
      Provenance provenance,
      Optional<Checkpoint> newest,
      NDManager manager)
      throws IOException {
    HuggingFaceFolder from =
        newest.isPresent() ? HuggingFaceFolder.open(newest.get().folder()) : source;
    SftTrainer trainer =
        new SftTrainer(
            from.load(manager), settings.optimizer(), settings.microBatchSize(), manager);
    SftRun run = new SftRun(stage, settings, data, source, trainer, provenance);
    if (newest.isPresent()) {
      run.goOnFrom(newest.get());
    }
    return run;
  }

  private void goOnFrom(Checkpoint checkpoint) throws IOException {
    trainer.restore(checkpoint.folder());
    done = checkpoint.manifest().step();
    saved = done;
    Path earlier = checkpoint.folder().resolveSibling(CheckpointLayout.FIGURES);
    figures.copy(earlier, done);
    LOG.info("goes on from step {} of {}", done, checkpoint.folder());
  }

  /** Makes the steps that are left; whether all are made, rather than saved and interrupted. */
  boolean toTheEnd() throws IOException {
    LOG.info(
        "{} steps of {} dialogues over {} epochs", total, settings.batchSize(), settings.epochs());
    stage.metrics().planned(done, total);
    stage.monitor().training(total);
    while (done < total && step(done + 1)) {
      if (done % stage.config().checkpoints().everySteps() == 0) {
        save();
      }
    }
    save();
    return done == total;
  }

  private boolean step(long number) throws IOException {
    Instant begin = stage.clock().instant();
    List<EncodedDialogue> batch =
        Arrays.stream(order.rowsOf(number)).mapToObj(data.rows()::get).toList();
    double rate = schedule.at(number);
    Optional<SftTrainer.Learnt> learnt =
        trainer.step(batch, rate, stage.interruption()::isRequested);
    if (learnt.isEmpty()) {
      return false;
    }
    Duration time = Duration.between(begin, stage.clock().instant());
    tell(number, figures(number, batch, rate, learnt.get(), time.toNanos() / 1e9));
    done = number;
    return true;
  }

  private Map<SftFigure, Double> figures(
      long number,
      List<EncodedDialogue> batch,
      double rate,
      SftTrainer.Learnt learnt,
      double seconds) {
    double tokens = batch.stream().mapToInt(EncodedDialogue::length).sum();
    double computed =
        MicroBatch.split(batch, settings.microBatchSize()).stream()
            .mapToInt(MicroBatch::area)
            .sum();
    Map<SftFigure, Double> values = new EnumMap<>(SftFigure.class);
    values.put(SftFigure.LOSS, learnt.loss());
    values.put(SftFigure.LEARNING_RATE, rate);
    values.put(SftFigure.GRAD_NORM, learnt.gradNorm());
    values.put(SftFigure.EPOCH, (double) number / order.stepsPerEpoch());
    values.put(SftFigure.TOKENS, tokens);
    values.put(
        SftFigure.RESPONSE_TOKENS,
        (double) batch.stream().mapToInt(EncodedDialogue::responseTokens).sum());
    values.put(SftFigure.PADDING_SHARE, 1 - tokens / computed);
    values.put(SftFigure.STEP_SECONDS, seconds);
    values.put(SftFigure.TOKENS_PER_SECOND, seconds > 0 ? tokens / seconds : 0);
    values.put(SftFigure.MEMORY_BYTES, ResidentMemory.bytes());
    return values;
  }

  private void tell(long number, Map<SftFigure, Double> values) throws IOException {
    figures.add(number, values);
    stage.monitor().stepped(number, values);
    stage.metrics().stepped(number, values.get(SftFigure.TOKENS), values);
    LOG.info(
        "step {}/{}: loss {}, norm {}, {} tokens/s",
        number,
        total,
        "%.4f".formatted(values.get(SftFigure.LOSS)),
        "%.3f".formatted(values.get(SftFigure.GRAD_NORM)),
        "%.0f".formatted(values.get(SftFigure.TOKENS_PER_SECOND)));
  }

  private void save() throws IOException {
    if (done == saved) {
      return;
    }
    stage.monitor().saving();
    Instant begin = stage.clock().instant();
    figures.sync();
    Checkpoint checkpoint = checkpoints.write(done, total, folder -> trainer.save(source, folder));
    Duration time = Duration.between(begin, stage.clock().instant());
    saved = done;
    stage.monitor().saved(checkpoint.reference(stage.root()));
    stage.metrics().saved(done, time.toNanos() / 1e9);
    LOG.info("saved step {} to {}", done, checkpoint.folder());
  }

  /** Writes what the model now says to the prompts of a few demonstrations. */
  void sample(Tokenizer tokenizer, Path file) throws IOException {
    Samples.write(file, trainer.model(), source, tokenizer, data.rows());
  }

  @Override
  public void close() throws IOException {
    try (figures) {
      trainer.close();
    }
  }
}
