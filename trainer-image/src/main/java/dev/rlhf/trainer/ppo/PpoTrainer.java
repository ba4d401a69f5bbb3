package dev.rlhf.trainer.ppo;

import ai.djl.ndarray.NDManager;
import dev.rlhf.contract.Documents;
import dev.rlhf.manifest.ImportanceSampling;
import dev.rlhf.plan.OptimizerSettings;
import dev.rlhf.plan.PpoSettings;
import dev.rlhf.trainer.model.Activations;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.optim.AdamWSettings;
import dev.rlhf.trainer.optim.LearningRateSchedule;
import dev.rlhf.trainer.optim.Optimizer;
import dev.rlhf.trainer.tensor.NativeHeap;
import dev.rlhf.trainer.tokens.EncodedDialogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** The iterations of PPO-max: draw answers, score them, learn from them. */
final class PpoTrainer {

  private static final Path POLICY_OPTIMIZER = Path.of("trainer", "policy-optimizer.safetensors");
  private static final Path CRITIC_OPTIMIZER = Path.of("trainer", "critic-optimizer.safetensors");
  private static final Path STATE = Path.of("trainer", "state.json");
  private static final Path LESSON = Path.of("trainer", "lesson.json");

  private final PpoSettings settings;
  private final PpoMax recipe;
  private final KlController control;
  private final Draws draws;
  private final AnswerSampler sampler;
  private final RolloutScorer scorer;
  private final ScheduledOptimizer policy;
  private final ScheduledOptimizer critic;
  private final PpoUpdate update;
  private final HeldOutCheck heldOutCheck;
  private RunningMoments rewards = RunningMoments.NONE;

  /** What klCoefficient is multiplied by, so that a changed one holds on resume, too. */
  private double klFactor = 1;

  /** The same of guards. */
  private double guardKlFactor = 1;

  /** Begun and not finished. */
  private Optional<Lesson> lesson = Optional.empty();

  PpoTrainer(
      PpoSettings settings,
      Draws draws,
      PpoModels models,
      RewardMix mix,
      Set<Long> endOfSequence,
      List<EncodedDialogue> texts,
      NDManager manager) {
    this.settings = settings;
    this.draws = draws;
    recipe = PpoMax.of(settings);
    control = KlController.of(settings);
    Activations activations = Activations.of(settings.recomputesActivations());
    sampler = new AnswerSampler(models.policy(), endOfSequence, settings);
    scorer =
        new RolloutScorer(
            new Policy(models.policy(), settings.temperature(), activations),
            new Policy(models.reference(), settings.temperature(), activations),
            new ValueModel(models.critic(), activations),
            new ValueModel(models.reward(), activations),
            mix);
    policy = optimizer(models.policy(), settings.learningRate(), settings.steps(), manager);
    critic =
        optimizer(models.critic(), settings.criticLearningRate(), totalSteps(settings), manager);
    heldOutCheck = new HeldOutCheck(settings, recipe, sampler, scorer, draws);
    PtxMix ptx = PtxMix.of(settings, texts, draws);
    update = new PpoUpdate(recipe, ptx, scorer.policy(), policy, scorer.critic(), critic);
  }

  /** Iterations of the stage, those of the critic's pre-training included. */
  static long totalSteps(PpoSettings settings) {
    return (long) settings.criticWarmupSteps() + settings.steps();
  }

  private ScheduledOptimizer optimizer(
      Transformer model, double peak, long iterations, NDManager manager) {
    OptimizerSettings given = settings.optimizer();
    int stepsPerEpoch =
        (settings.rolloutBatchSize() + settings.batchSize() - 1) / settings.batchSize();
    long steps = iterations * settings.epochs() * stepsPerEpoch;
    return new ScheduledOptimizer(
        new Optimizer(model.learnt(), AdamWSettings.of(given), manager),
        LearningRateSchedule.of(peak, given, steps));
  }

  /**
   * One iteration, the first being 1, or what is left of it.
   *
   * @param prompts all that there are
   * @param heldOut prompts that the policy answers afterwards; none where it is not validated
   * @param givenUp whether to give up, asked before each native call; what has been drawn is lost
   *     then, what has been learnt is not
   * @return empty when it was given up
   */
  Optional<Iteration> step(
      long number,
      List<long[]> prompts,
      List<long[]> heldOut,
      BooleanSupplier givenUp,
      Stopwatch watch)
      throws IOException {
    if (lesson.isEmpty()) {
      lesson = begin(number, prompts, givenUp, watch);
    }
    if (lesson.isEmpty()) {
      return Optional.empty();
    }
    Lesson current = lesson.get();
    boolean criticOnly = number <= settings.criticWarmupSteps();
    List<Rollout> rollouts = current.experiences().stream().map(e -> e.scored().rollout()).toList();
    NativeHeap.trim();
    if (!update.run(current, epochs(number, rollouts), criticOnly, givenUp)) {
      return Optional.empty();
    }
    Map<PpoFigure, Double> figures = current.figures(policy, critic, watch.lap());
    if (!heldOut.isEmpty()) {
      Optional<Map<PpoFigure, Double>> held = heldOutCheck.of(heldOut, givenUp);
      if (held.isEmpty()) {
        return Optional.empty();
      }
      figures.putAll(held.get());
    }
    lesson = Optional.empty();
    if (settings.importanceSampling() == ImportanceSampling.REFERENCE) {
      // The ratio is then not one to the sampler, so that it tells nothing of sampler and trainer.
      figures.remove(PpoFigure.FIRST_MINIBATCH_RATIO_DEVIATION);
      figures.remove(PpoFigure.FIRST_MINIBATCH_CLIP_FRACTION);
    }
    if (!criticOnly) {
      double kl = figures.get(PpoFigure.KL);
      klFactor = control.next(klFactor, kl, current.experiences().size());
    }
    return Optional.of(new Iteration(current.experiences(), figures));
  }

  private Optional<Lesson> begin(
      long number, List<long[]> prompts, BooleanSupplier givenUp, Stopwatch watch)
      throws IOException {
    int[] rows = draws.prompts(number, settings.rolloutBatchSize(), prompts.size());
    List<long[]> asked = Arrays.stream(rows).mapToObj(prompts::get).toList();
    Optional<Drawing> drawn = sampler.answer(asked, draws.answers(number), givenUp);
    double drawing = watch.lap();
    if (drawn.isEmpty()) {
      return Optional.empty();
    }
    EpochPlan first = epochs(number, drawn.get().rollouts()).get(0);
    Optional<List<ScoredRollout>> scored = scorer.score(drawn.get(), first, givenUp);
    double scoring = watch.lap();
    return scored.map(all -> Lesson.begin(judge(all), klCoefficient(), drawing, scoring));
  }

  private List<Experience> judge(List<ScoredRollout> scored) {
    rewards = rewards.and(recipe.rewards(scored));
    List<Experience> judged = recipe.judge(scored, new KlPenalty(klCoefficient()), rewards);
    RolloutFigures.of(judged).forEach(PpoTrainer::requireFinite);
    return judged;
  }

  /** Nothing good is learnt from it. */
  private static void requireFinite(PpoFigure figure, double value) {
    if (!Double.isFinite(value)) {
      throw new NotFiniteException(
          "%s is not a finite number any more: lower learningRate, or check the models' weights"
              .formatted(figure.id()));
    }
  }

  private double klCoefficient() {
    return settings.klCoefficient() * klFactor * guardKlFactor;
  }

  private List<EpochPlan> epochs(long number, List<Rollout> rollouts) {
    int[] lengths = rollouts.stream().mapToInt(Rollout::length).toArray();
    return IntStream.range(0, settings.epochs())
        .mapToObj(
            epoch ->
                EpochPlan.of(
                    draws.rollouts(number, epoch, lengths.length),
                    lengths,
                    settings.batchSize(),
                    settings.microBatchSize()))
        .toList();
  }

  /** Whether all that was drawn is learnt. */
  boolean isBetweenIterations() {
    return lesson.isEmpty();
  }

  /** What guards multiply both learning rates and the KL coefficient by. */
  void goCarefully(double rateFactor, double klCoefficientFactor) {
    policy.slowDown(rateFactor);
    critic.slowDown(rateFactor);
    guardKlFactor = klCoefficientFactor;
  }

  /** Goes back to what a folder holds; of the running iteration nothing is left. */
  void goBack(Path folder) throws IOException {
    policy.forget();
    critic.forget();
    restore(folder);
    lesson = Optional.empty();
  }

  long checkpointBytes() {
    return policy.optimizer().checkpointBytes() + critic.optimizer().checkpointBytes();
  }

  /** Writes what a later attempt needs beside the models. */
  void save(Path folder) throws IOException {
    Files.createDirectories(folder.resolve(STATE).getParent());
    policy.optimizer().save(folder.resolve(POLICY_OPTIMIZER));
    critic.optimizer().save(folder.resolve(CRITIC_OPTIMIZER));
    PpoState state = new PpoState(policy.steps(), critic.steps(), rewards, klFactor);
    Files.writeString(folder.resolve(STATE), Documents.json(state));
    if (lesson.isPresent()) {
      Files.writeString(folder.resolve(LESSON), Documents.json(lesson.get()));
    }
  }

  /** Goes on with what a checkpoint holds. */
  void restore(Path folder) throws IOException {
    policy.optimizer().restore(folder.resolve(POLICY_OPTIMIZER));
    critic.optimizer().restore(folder.resolve(CRITIC_OPTIMIZER));
    PpoState state = Documents.read(Files.readAllBytes(folder.resolve(STATE)), PpoState.class);
    policy.goOnAfter(state.policySteps());
    critic.goOnAfter(state.criticSteps());
    rewards = state.rewards();
    klFactor = state.klFactor();
    Path begun = folder.resolve(LESSON);
    lesson =
        Files.exists(begun)
            ? Optional.of(Documents.read(Files.readAllBytes(begun), Lesson.class))
            : Optional.empty();
  }
}
