package dev.rlhf.trainer.ppo;

import dev.rlhf.trainer.tensor.Lanes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * What policy and critic learn from one iteration's rollouts: epochs of optimizer steps, each on
 * the mean loss of its response tokens. A step has two halves: the critic learns and steps, then
 * the policy does. So the gradients of one are gone before those of the other need room.
 *
 * <p>In critic pre-training the policy and its schedule stand still, and values go as far as they
 * like.
 *
 * @see <a href="https://arxiv.org/abs/2307.04964">Zheng et al. 2023, section 5.3.3</a>
 */
final class PpoUpdate {

  private final PpoMax recipe;
  private final PtxMix ptx;
  private final Policy policy;
  private final ScheduledOptimizer policyOptimizer;
  private final ValueModel critic;
  private final ScheduledOptimizer criticOptimizer;
  private final Lanes lanes;

  PpoUpdate(
      PpoMax recipe,
      PtxMix ptx,
      Policy policy,
      ScheduledOptimizer policyOptimizer,
      ValueModel critic,
      ScheduledOptimizer criticOptimizer) {
    this.recipe = recipe;
    this.ptx = ptx;
    this.policy = policy;
    this.policyOptimizer = policyOptimizer;
    this.critic = critic;
    this.criticOptimizer = criticOptimizer;
    lanes = Lanes.of(policy.model().manager());
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

  /**
   * Takes the halves of optimizer steps that are left of a lesson.
   *
   * @param givenUp whether to give up, asked before each micro-batch; then the running half is not
   *     taken
   * @return whether all are taken
   */
  boolean run(Lesson lesson, List<EpochPlan> epochs, boolean criticOnly, BooleanSupplier givenUp) {
    UpdateLog log = lesson.log();
    List<List<List<Integer>>> steps =
        epochs.stream().flatMap(epoch -> epoch.steps().stream()).toList();
    for (int next = log.steps(criticOnly); next < steps.size(); next++) {
      Step step = Step.of(steps.get(next), lesson.experiences());
      boolean taken =
          (log.criticSteps() > next || stepCritic(step, log, criticOnly, givenUp))
              && (criticOnly || stepPolicy(step, log, givenUp));
      if (!taken) {
        policyOptimizer.forget();
        criticOptimizer.forget();
        return false;
      }
    }
    return true;
  }

  private boolean stepCritic(
      Step step, UpdateLog log, boolean criticOnly, BooleanSupplier givenUp) {
    Optional<ValueModel.Errors> errors = learnValues(step, criticOnly, givenUp);
    errors.ifPresent(made -> log.criticStepped(made, criticOptimizer.step()));
    return errors.isPresent();
  }

  private boolean stepPolicy(Step step, UpdateLog log, BooleanSupplier givenUp) {
    Optional<Policy.Gains> gains = learnActions(step, givenUp);
    if (gains.isEmpty() || !learnTexts(log, givenUp)) {
      return false;
    }
    log.policyStepped(gains.get(), policyOptimizer.step());
    return true;
  }

  private boolean learnTexts(UpdateLog log, BooleanSupplier givenUp) {
    if (!ptx.isOn()) {
      return true;
    }
    OptionalDouble loss =
        ptx.addGradients(policy, policyOptimizer::gradients, policyOptimizer.steps() + 1, givenUp);
    loss.ifPresent(log::textsLearnt);
    return loss.isPresent();
  }

  private Optional<Policy.Gains> learnActions(Step step, BooleanSupplier givenUp) {
    Policy.Gains sum = Policy.Gains.NONE;
    for (List<Experience> rows : step.microBatches()) {
      if (givenUp.getAsBoolean()) {
        return Optional.empty();
      }
      List<Policy.Gains> gains =
          lanes.each(
              lanes.deal(rows), (part, lane) -> addActionGradients(part, step.scale(), lane));
      sum = gains.stream().reduce(sum, Policy.Gains::and);
    }
    return Optional.of(sum);
  }

  private Policy.Gains addActionGradients(List<Experience> rows, double scale, int lane) {
    return policy.addGradients(
        policyOptimizer.gradients(lane),
        batch(rows),
        flat(rows, e -> recipe.ratioBase(e.scored())),
        flat(rows, e -> floats(e.advantages())),
        recipe.policyClip(),
        recipe.entropyCoefficient(),
        scale);
  }

  private Optional<ValueModel.Errors> learnValues(
      Step step, boolean criticOnly, BooleanSupplier givenUp) {
    boolean free = criticOnly || recipe.valueClip() == 0;
    double valueClip = free ? Double.POSITIVE_INFINITY : recipe.valueClip();
    ValueModel.Errors sum = ValueModel.Errors.NONE;
    for (List<Experience> rows : step.microBatches()) {
      if (givenUp.getAsBoolean()) {
        return Optional.empty();
      }
      List<ValueModel.Errors> errors =
          lanes.each(
              lanes.deal(rows),
              (part, lane) -> addValueGradients(part, valueClip, step.scale(), lane));
      sum = errors.stream().reduce(sum, ValueModel.Errors::and);
    }
    return Optional.of(sum);
  }

  private ValueModel.Errors addValueGradients(
      List<Experience> rows, double valueClip, double scale, int lane) {
    return critic.addGradients(
        criticOptimizer.gradients(lane),
        batch(rows),
        flat(rows, e -> e.scored().values()),
        flat(rows, e -> floats(e.returns())),
        valueClip,
        scale);
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
