package dev.rlhf.trainer.ppo;

import ai.djl.ndarray.NDArray;
import dev.rlhf.trainer.optim.LearningRateSchedule;
import dev.rlhf.trainer.optim.Optimizer;
import java.util.Map;

/** An optimizer that knows where in its schedule it is. */
final class ScheduledOptimizer {

  private final Optimizer optimizer;
  private final LearningRateSchedule schedule;
  private long steps;
  private double factor = 1;

  ScheduledOptimizer(Optimizer optimizer, LearningRateSchedule schedule) {
    this.optimizer = optimizer;
    this.schedule = schedule;
  }

  /** Multiplies every learning rate from now on. */
  void slowDown(double rateFactor) {
    factor = rateFactor;
  }

  /** Goes on after a number of steps. */
  void goOnAfter(long done) {
    steps = done;
  }

  Map<String, NDArray> gradients(int lane) {
    return optimizer.gradients(lane);
  }

  /** Applies the gradients and clears them; gives their global norm before clipping. */
  double step() {
    steps++;
    return optimizer.step(rate());
  }

  /** Clears gradients that no step will apply. */
  void forget() {
    optimizer.forget();
  }

  /** The learning rate of the last step. */
  double rate() {
    return schedule.at(steps) * factor;
  }

  /** Steps taken. */
  long steps() {
    return steps;
  }

  Optimizer optimizer() {
    return optimizer;
  }
}
