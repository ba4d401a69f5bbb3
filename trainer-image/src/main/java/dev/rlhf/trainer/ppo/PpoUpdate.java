package dev.rlhf.trainer.ppo;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What policy and critic learn from one iteration's rollouts: epochs of optimizer steps, each on
 * the mean loss of its response tokens.
 *
 * <p>In critic pre-training the policy and its schedule stand still, and values go as far as they
 * like.
 *
 * @see <a href="https://arxiv.org/abs/2307.04964">Zheng et al. 2023, section 5.3.3</a>
 */
final class PpoUpdate {

  private final PpoMax recipe;
  private final Policy policy;
  private final ScheduledOptimizer policyOptimizer;
  private final ValueModel critic;
  private final ScheduledOptimizer criticOptimizer;

  PpoUpdate(
      PpoMax recipe,
      Policy policy,
      ScheduledOptimizer policyOptimizer,
      ValueModel critic,
      ScheduledOptimizer criticOptimizer) {
    this.recipe = recipe;
    this.policy = policy;
    this.policyOptimizer = policyOptimizer;
    this.critic = critic;
    this.criticOptimizer = criticOptimizer;
  }

  /** One optimizer step's rollouts. */
  private record Step(List<List<Experience>> microBatches) {

    static Step of(List<List<Integer>> rows, List<Experience> experiences) {
      return new Step(
          rows.stream().map(part -> part.stream().map(experiences::get).toList()).toList());
    }

    /** 1 / response tokens of the step. */
    double scale() {
      return 1.0
          / microBatches.stream()
              .flatMap(List::stream)
              .mapToInt(experience -> experience.returns().length)
              .sum();
    }
  }

  /** Learns, and tells how it went. */
  Map<PpoFigure, Double> run(
      List<Experience> experiences, List<EpochPlan> epochs, boolean criticOnly) {
    UpdateFigures figures = new UpdateFigures();
    for (EpochPlan epoch : epochs) {
      for (List<List<Integer>> rows : epoch.steps()) {
        Step step = Step.of(rows, experiences);
        double valueClip = criticOnly ? Double.POSITIVE_INFINITY : recipe.valueClip();
        figures.criticStepped(learnValues(step, valueClip), criticOptimizer.step());
        if (!criticOnly) {
          figures.policyStepped(learnActions(step), policyOptimizer.step());
        }
      }
    }
    return figures.of(criticOptimizer, policyOptimizer);
  }

  private Policy.Gains learnActions(Step step) {
    Policy.Gains sum = Policy.Gains.NONE;
    for (List<Experience> rows : step.microBatches()) {
      sum =
          sum.and(
              policy.addGradients(
                  policyOptimizer.gradients(),
                  batch(rows),
                  flat(rows, e -> e.scored().logProbs()),
                  flat(rows, e -> floats(e.advantages())),
                  recipe.policyClip(),
                  step.scale()));
    }
    return sum;
  }

  private ValueModel.Errors learnValues(Step step, double valueClip) {
    ValueModel.Errors sum = ValueModel.Errors.NONE;
    for (List<Experience> rows : step.microBatches()) {
      sum =
          sum.and(
              critic.addGradients(
                  criticOptimizer.gradients(),
                  batch(rows),
                  flat(rows, e -> e.scored().values()),
                  flat(rows, e -> floats(e.returns())),
                  valueClip,
                  step.scale()));
    }
    return sum;
  }

  private static AnswerBatch batch(List<Experience> rows) {
    return AnswerBatch.of(rows.stream().map(e -> e.scored().rollout()).toList());
  }

  private static float[] flat(List<Experience> rows, Function<Experience, float[]> numbers) {
    float[] flat = new float[rows.stream().mapToInt(e -> e.returns().length).sum()];
    int at = 0;
    for (Experience row : rows) {
      float[] part = numbers.apply(row);
      System.arraycopy(part, 0, flat, at, part.length);
      at += part.length;
    }
    return flat;
  }

  private static float[] floats(double[] doubles) {
    float[] floats = new float[doubles.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) doubles[i];
    }
    return floats;
  }
}
