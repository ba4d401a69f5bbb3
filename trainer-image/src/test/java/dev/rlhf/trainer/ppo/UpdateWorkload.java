package dev.rlhf.trainer.ppo;

import ai.djl.ndarray.NDManager;
import dev.rlhf.contract.Documents;
import dev.rlhf.manifest.Precision;
import dev.rlhf.plan.PpoSettings;
import dev.rlhf.trainer.bench.BenchCase;
import dev.rlhf.trainer.bench.Workload;
import dev.rlhf.trainer.model.Activations;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.optim.AdamWSettings;
import dev.rlhf.trainer.optim.LearningRateSchedule;
import dev.rlhf.trainer.optim.Optimizer;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The update of policy and critic from answers that are given. */
public final class UpdateWorkload implements Workload {

  private static final int MANY_STEPS = 1_000_000;

  private final BenchCase given;
  private final NDManager manager;
  private final PpoModels models;
  private final List<Experience> experiences;
  private final List<EpochPlan> epochs;
  private final PpoUpdate update;

  public UpdateWorkload(BenchCase given, NDManager manager) throws IOException {
    this.given = given;
    this.manager = manager;
    models = models(given, manager);
    PpoSettings settings = settings(given);
    Policy policy = new Policy(models.policy(), settings.temperature(), Activations.KEPT);
    ValueModel critic = new ValueModel(models.critic(), Activations.KEPT);
    List<Rollout> rollouts = rollouts(given);
    epochs = epochs(rollouts, settings);
    RunningMoments moments = RunningMoments.of(-1, 1);
    PpoMax recipe = PpoMax.of(settings);
    experiences =
        recipe.judge(
            new RolloutScorer(policy, policy, critic, critic, RewardMix.modelAlone())
                .score(new Drawing(rollouts), epochs.get(0), () -> false)
                .orElseThrow(),
            new KlPenalty(settings.klCoefficient()),
            moments);
    update =
        new PpoUpdate(
            recipe,
            PtxMix.of(settings, List.of(), Draws.of(1)),
            policy,
            optimizer(models.policy()),
            critic,
            optimizer(models.critic()));
  }

  static PpoModels models(BenchCase given, NDManager manager) throws IOException {
    return PpoModels.load(
        HuggingFaceFolder.open(given.model()),
        HuggingFaceFolder.open(given.reward()),
        Optional.empty(),
        Precision.FP32,
        manager);
  }

  static PpoSettings settings(BenchCase given) {
    int rows = given.ids("ppo_prompts").size();
    return PpoFixture.settings(
        "steps: %d, criticWarmupSteps: 0, rolloutBatchSize: %d, batchSize: %d, microBatchSize: %d, epochs: %d, learningRate: %s, criticLearningRate: %s, optimizer: %s, lambda: 0.95, maxLength: 2048, maxResponseLength: %d"
            .formatted(
                MANY_STEPS,
                rows,
                rows,
                given.number("ppo_micro_batch"),
                given.number("ppo_epochs"),
                given.learningRate(),
                given.learningRate(),
                Documents.jsonLine(given.optimizer()),
                given.number("ppo_new_tokens")));
  }

  private static List<Rollout> rollouts(BenchCase given) {
    List<long[]> prompts = given.ids("ppo_prompts");
    List<long[]> answers = given.ids("ppo_answers");
    return IntStream.range(0, prompts.size())
        .mapToObj(i -> new Rollout(prompts.get(i), answers.get(i), false))
        .toList();
  }

  private static List<EpochPlan> epochs(List<Rollout> rollouts, PpoSettings settings) {
    int[] lengths = rollouts.stream().mapToInt(Rollout::length).toArray();
    int[] order = IntStream.range(0, lengths.length).toArray();
    EpochPlan plan = EpochPlan.of(order, lengths, settings.batchSize(), settings.microBatchSize());
    return IntStream.range(0, settings.epochs()).mapToObj(epoch -> plan).toList();
  }

  private ScheduledOptimizer optimizer(Transformer model) {
    return new ScheduledOptimizer(
        new Optimizer(model.parameters(), AdamWSettings.of(given.optimizer()), manager),
        LearningRateSchedule.of(given.learningRate(), given.optimizer(), MANY_STEPS));
  }

  @Override
  public void run() {
    update.run(Lesson.begin(experiences, 0, 0, 0), epochs, false, () -> false);
  }

  @Override
  public void close() {
    models.close();
  }
}
