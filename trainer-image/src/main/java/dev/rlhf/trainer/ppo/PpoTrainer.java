package dev.rlhf.trainer.ppo;

import ai.djl.ndarray.NDManager;
import dev.rlhf.contract.Documents;
import dev.rlhf.plan.OptimizerSettings;
import dev.rlhf.plan.PpoSettings;
import dev.rlhf.trainer.model.LlamaModel;
import dev.rlhf.trainer.optim.AdamWSettings;
import dev.rlhf.trainer.optim.LearningRateSchedule;
import dev.rlhf.trainer.optim.Optimizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** The iterations of PPO-max: draw answers, score them, learn from them. */
final class PpoTrainer {

  private static final Path POLICY_OPTIMIZER = Path.of("trainer", "policy-optimizer.safetensors");
  private static final Path CRITIC_OPTIMIZER = Path.of("trainer", "critic-optimizer.safetensors");
  private static final Path STATE = Path.of("trainer", "state.json");

  private final PpoSettings settings;
  private final PpoMax recipe;
  private final Draws draws;
  private final AnswerSampler sampler;
  private final RolloutScorer scorer;
  private final ScheduledOptimizer policy;
  private final ScheduledOptimizer critic;
  private final PpoUpdate update;
  private RunningMoments rewards = RunningMoments.NONE;

  PpoTrainer(
      PpoSettings settings,
      Draws draws,
      PpoModels models,
      Set<Long> endOfSequence,
      NDManager manager) {
    this.settings = settings;
    this.draws = draws;
    recipe = PpoMax.of(settings);
    sampler = new AnswerSampler(models.policy(), endOfSequence, settings);
    scorer =
        new RolloutScorer(
            new Policy(models.policy(), settings.temperature()),
            new Policy(models.reference(), settings.temperature()),
            new ValueModel(models.critic()),
            new ValueModel(models.reward()));
    policy = optimizer(models.policy(), settings.learningRate(), settings.steps(), manager);
    critic =
        optimizer(models.critic(), settings.criticLearningRate(), totalSteps(settings), manager);
    update = new PpoUpdate(recipe, scorer.policy(), policy, scorer.critic(), critic);
  }

  /** Iterations of the stage, those of the critic's pre-training included. */
  static long totalSteps(PpoSettings settings) {
    return (long) settings.criticWarmupSteps() + settings.steps();
  }

  private ScheduledOptimizer optimizer(
      LlamaModel model, double peak, long iterations, NDManager manager) {
    OptimizerSettings given = settings.optimizer();
    int stepsPerEpoch =
        (settings.rolloutBatchSize() + settings.batchSize() - 1) / settings.batchSize();
    long steps = iterations * settings.epochs() * stepsPerEpoch;
    return new ScheduledOptimizer(
        new Optimizer(model.parameters(), AdamWSettings.of(given), manager),
        LearningRateSchedule.of(peak, given, steps));
  }

  /**
   * One iteration, the first being 1.
   *
   * @param prompts all that there are
   * @param givenUp whether to give up, asked until learning begins; then nothing has changed
   * @return empty when it was given up
   */
  Optional<Iteration> step(
      long number, List<long[]> prompts, BooleanSupplier givenUp, Stopwatch watch) {
    int[] rows = draws.prompts(number, settings.rolloutBatchSize(), prompts.size());
    List<long[]> asked = Arrays.stream(rows).mapToObj(prompts::get).toList();
    Optional<List<Rollout>> drawn = sampler.answer(asked, draws.answers(number), givenUp);
    double drawing = watch.lap();
    if (drawn.isEmpty()) {
      return Optional.empty();
    }
    List<EpochPlan> epochs = epochs(number, drawn.get());
    Optional<List<ScoredRollout>> scored = scorer.score(drawn.get(), epochs.get(0), givenUp);
    double scoring = watch.lap();
    return scored.map(all -> learn(number, all, epochs).took(drawing, scoring, watch.lap()));
  }

  private Iteration learn(long number, List<ScoredRollout> scored, List<EpochPlan> epochs) {
    double[] given = scored.stream().mapToDouble(ScoredRollout::reward).toArray();
    rewards = rewards.and(RunningMoments.of(given));
    List<Experience> experiences =
        scored.stream().map(rollout -> recipe.judge(rollout, rewards)).toList();
    boolean criticOnly = number <= settings.criticWarmupSteps();
    return Iteration.of(experiences, update.run(experiences, epochs, criticOnly));
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

  /** Writes what a later attempt needs beside the models. */
  void save(Path folder) throws IOException {
    Files.createDirectories(folder.resolve(STATE).getParent());
    policy.optimizer().save(folder.resolve(POLICY_OPTIMIZER));
    critic.optimizer().save(folder.resolve(CRITIC_OPTIMIZER));
    PpoState state = new PpoState(policy.steps(), critic.steps(), rewards);
    Files.writeString(folder.resolve(STATE), Documents.json(state));
  }

  /** Goes on with what a checkpoint holds. */
  void restore(Path folder) throws IOException {
    policy.optimizer().restore(folder.resolve(POLICY_OPTIMIZER));
    critic.optimizer().restore(folder.resolve(CRITIC_OPTIMIZER));
    PpoState state = Documents.read(Files.readAllBytes(folder.resolve(STATE)), PpoState.class);
    policy.goOnAfter(state.policySteps());
    critic.goOnAfter(state.criticSteps());
    rewards = state.rewards();
  }
}
