package dev.rlhf.trainer.ppo;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlhf.contract.Documents;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.optim.AdamWSettings;
import dev.rlhf.trainer.optim.LearningRateSchedule;
import dev.rlhf.trainer.optim.Optimizer;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One update on recorded rollouts, see e2e/interop/ppo_reference.py. */
public final class RecordedUpdate {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final NDManager manager;
  private final JsonNode json;
  private final Path models;
  private final Policy policy;
  private final ValueModel critic;
  private final RunningMoments moments;
  private final Map<PpoFigure, Double> figures = new EnumMap<>(PpoFigure.class);

  /** Makes the update of a case's folder. */
  RecordedUpdate(Path folder, NDManager manager) throws IOException {
    this.manager = manager;
    json = JSON.readTree(folder.resolve("case.json").toFile());
    models = folder.resolveSibling(json.path("models").asText());
    policy = new Policy(load("policy").trainable(), setting("temperature"));
    critic = new ValueModel(load("critic").trainable());
    RolloutScorer scorer =
        new RolloutScorer(
            policy,
            new Policy(load("reference"), setting("temperature")),
            critic,
            new ValueModel(load("reward")),
            RewardMix.modelAlone());
    List<ScoredRollout> scored =
        scorer.score(rollouts(), epochs().get(0), () -> false).orElseThrow();
    double[] rewards = scored.stream().mapToDouble(ScoredRollout::reward).toArray();
    moments =
        RunningMoments.of(numbers(json.path("earlier_rewards"))).and(RunningMoments.of(rewards));
    PpoMax recipe = recipe();
    List<Experience> learnt = scored.stream().map(s -> recipe.judge(s, moments)).toList();
    ScheduledOptimizer policyOptimizer = optimizer(policy.model(), "policy_schedule");
    ScheduledOptimizer criticOptimizer = optimizer(critic.model(), "critic_schedule");
    Lesson lesson = Lesson.begin(learnt, 0, 0);
    new PpoUpdate(recipe, policy, policyOptimizer, critic, criticOptimizer)
        .run(lesson, epochs(), json.path("critic_only").asBoolean(), () -> false);
    figures.putAll(RolloutFigures.of(learnt));
    figures.putAll(lesson.log().figures(policyOptimizer, criticOptimizer));
  }

  /** Makes the update of the folder that is named, and prints what came of it as JSON. */
  public static void main(String[] arguments) throws IOException {
    try (NDManager manager = TorchRuntime.manager()) {
      RecordedUpdate update = new RecordedUpdate(Path.of(arguments[0]), manager);
      Map<String, Double> figures = new TreeMap<>();
      update.figures.forEach((figure, value) -> figures.put(figure.id(), value));
      System.out.println(
          Documents.jsonLine(
              Map.of(
                  "figures",
                  figures,
                  "moments",
                  Map.of(
                      "count", update.moments.count(),
                      "mean", update.moments.mean(),
                      "deviation", update.moments.deviation()),
                  "log_probs",
                  update.logProbs(),
                  "values",
                  update.values())));
    }
  }

  Map<PpoFigure, Double> figures() {
    return figures;
  }

  RunningMoments moments() {
    return moments;
  }

  /** What the policy says to the rollouts afterwards. */
  List<float[]> logProbs() {
    return policy.score(AnswerBatch.of(rollouts())).logProbs();
  }

  /** What the critic says to the rollouts afterwards. */
  List<float[]> values() {
    return critic.values(AnswerBatch.of(rollouts()));
  }

  private Transformer load(String name) throws IOException {
    return HuggingFaceFolder.open(models.resolve(name)).load(manager);
  }

  private double setting(String name) {
    return json.path("settings").path(name).asDouble();
  }

  private PpoMax recipe() {
    return new PpoMax(
        new KlPenalty(setting("klCoefficient")),
        new RewardShaping(setting("rewardClip")),
        new GeneralizedAdvantage(setting("gamma"), setting("lambda")),
        setting("policyClip"),
        setting("valueClip"));
  }

  private ScheduledOptimizer optimizer(Transformer model, String name) {
    AdamWSettings settings =
        new AdamWSettings(
            setting("beta1"),
            setting("beta2"),
            setting("epsilon"),
            setting("weightDecay"),
            setting("maxGradNorm"));
    JsonNode schedule = json.path(name);
    return new ScheduledOptimizer(
        new Optimizer(model.parameters(), settings, manager),
        new LearningRateSchedule(
            schedule.path("peak").asDouble(),
            schedule.path("lowest").asDouble(),
            schedule.path("warmup").asLong(),
            schedule.path("total").asLong()));
  }

  private List<Rollout> rollouts() {
    return json.path("rollouts")
        .valueStream()
        .map(
            row ->
                new Rollout(
                    ids(row.path("prompt")),
                    ids(row.path("answer")),
                    row.path("ended").asBoolean()))
        .toList();
  }

  private List<EpochPlan> epochs() {
    return json.path("epochs").valueStream().map(RecordedUpdate::epoch).toList();
  }

  private static EpochPlan epoch(JsonNode steps) {
    return new EpochPlan(
        steps
            .valueStream()
            .map(
                step ->
                    step.valueStream()
                        .map(part -> part.valueStream().map(JsonNode::asInt).toList())
                        .toList())
            .toList());
  }

  private static long[] ids(JsonNode array) {
    return array.valueStream().mapToLong(JsonNode::asLong).toArray();
  }

  private static double[] numbers(JsonNode array) {
    return array.valueStream().mapToDouble(JsonNode::asDouble).toArray();
  }
}
