package dev.rlhf.trainer.stage;

import dev.rlhf.plan.OptimizerSettings;
import dev.rlhf.trainer.data.BatchOrder;
import dev.rlhf.trainer.optim.LearningRateSchedule;
import java.util.Arrays;
import java.util.List;

/**
 * The steps of a stage that passes over its rows again and again: their batches and learning rates.
 *
 * @param <T> a row
 */
public final class Passes<T> {
  private final List<T> rows;
  private final int epochs;
  private final BatchOrder order;
  private final LearningRateSchedule schedule;

  /** Each epoch takes all rows, in an order of its own that the seed gives. */
  public Passes(
      long seed,
      List<T> rows,
      int epochs,
      int batchSize,
      double learningRate,
      OptimizerSettings optimizer) {
    this.rows = rows;
    this.epochs = epochs;
    order = new BatchOrder(seed, rows.size(), batchSize);
    schedule = LearningRateSchedule.of(learningRate, optimizer, totalSteps());
  }

  public long totalSteps() {
    return epochs * order.stepsPerEpoch();
  }

  /** The rows of a step, the first being 1. */
  public List<T> batch(long step) {
    return Arrays.stream(order.rowsOf(step)).mapToObj(rows::get).toList();
  }

  /** The learning rate of a step. */
  public double rate(long step) {
    return schedule.at(step);
  }

  /** Epochs that are over with a step, with the fraction of the running one. */
  public double epochs(long step) {
    return (double) step / order.stepsPerEpoch();
  }
}
