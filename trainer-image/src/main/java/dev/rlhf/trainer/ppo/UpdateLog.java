package dev.rlhf.trainer.ppo;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * How the optimizer steps of an iteration went, in their order; it grows as they are taken. Of a
 * step that was given up between its halves it holds the critic's alone.
 */
record UpdateLog(
    List<Policy.Gains> gains,
    List<Double> policyNorms,
    List<Double> textLosses,
    List<ValueModel.Errors> errors,
    List<Double> criticNorms) {

  static UpdateLog begin() {
    return new UpdateLog(
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>());
  }

  /** Optimizer steps that are taken whole: the policy's half is the last, where it learns. */
  int steps(boolean criticOnly) {
    return criticOnly ? criticSteps() : gains.size();
  }

  /** Optimizer steps that the critic has taken. */
  int criticSteps() {
    return errors.size();
  }

  void criticStepped(ValueModel.Errors error, double norm) {
    requireFinite(norm, "critic", "criticLearningRate");
    errors.add(error);
    criticNorms.add(norm);
  }

  void policyStepped(Policy.Gains gain, double norm) {
    requireFinite(norm, "policy", "learningRate");
    gains.add(gain);
    policyNorms.add(norm);
  }

  void textsLearnt(double loss) {
    textLosses.add(loss);
  }

  /** A gradient that is not finite has just spoilt the weights: no later step mends them. */
  private static void requireFinite(double norm, String model, String setting) {
    if (!Double.isFinite(norm)) {
      throw new NotFiniteException(
          "the gradient of the %s is not a finite number any more: lower %s, or check its weights"
              .formatted(model, setting));
    }
  }

  Map<PpoFigure, Double> figures(ScheduledOptimizer policy, ScheduledOptimizer critic) {
    Map<PpoFigure, Double> figures = new EnumMap<>(PpoFigure.class);
    figures.put(PpoFigure.VALUE_LOSS, mean(errors, ValueModel.Errors::loss));
    figures.put(PpoFigure.VALUE_CLIP_FRACTION, mean(errors, ValueModel.Errors::clipped));
    figures.put(PpoFigure.CRITIC_GRAD_NORM, mean(criticNorms, norm -> norm));
    figures.put(PpoFigure.CRITIC_LEARNING_RATE, critic.rate());
    if (!gains.isEmpty()) {
      figures.put(PpoFigure.POLICY_LOSS, mean(gains, Policy.Gains::loss));
      figures.put(PpoFigure.POLICY_CLIP_FRACTION, mean(gains, Policy.Gains::clipped));
      figures.put(PpoFigure.APPROX_KL, mean(gains, Policy.Gains::approxKl));
      figures.put(PpoFigure.FIRST_MINIBATCH_RATIO_DEVIATION, gains.get(0).deviation());
      figures.put(PpoFigure.FIRST_MINIBATCH_CLIP_FRACTION, gains.get(0).clipped());
      figures.put(PpoFigure.GRAD_NORM, mean(policyNorms, norm -> norm));
      figures.put(PpoFigure.LEARNING_RATE, policy.rate());
    }
    if (!textLosses.isEmpty()) {
      figures.put(PpoFigure.PTX_LOSS, mean(textLosses, loss -> loss));
    }
    return figures;
  }

  private static <T> double mean(List<T> steps, ToDoubleFunction<T> figure) {
    return steps.stream().mapToDouble(figure).average().orElseThrow();
  }
}
