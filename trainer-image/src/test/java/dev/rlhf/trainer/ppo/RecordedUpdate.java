package dev.rlhf.trainer.ppo;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.Documents;
import dev.rlhf.manifest.ImportanceSampling;
import dev.rlhf.trainer.model.Activations;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.optim.AdamWSettings;
import dev.rlhf.trainer.optim.LearningRateSchedule;
import dev.rlhf.trainer.optim.Optimizer;
import dev.rlhf.trainer.tensor.TorchRuntime;
import dev.rlhf.trainer.tokens.EncodedDialogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

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
    Transformer reference = load("reference");
    Transformer reward = load("reward");
    policy = new Policy(learning("policy", reference), setting("temperature"), Activations.KEPT);
    critic = new ValueModel(learning("critic", reward), Activations.KEPT);
    RolloutScorer scorer =
        new RolloutScorer(
            policy,
            new Policy(reference, setting("temperature"), Activations.KEPT),
            critic,
            new ValueModel(reward, Activations.KEPT),
            RewardMix.modelAlone());
    List<ScoredRollout> scored =
        scorer.score(new Drawing(rollouts()), epochs().get(0), () -> false).orElseThrow();
    PpoMax recipe = recipe();
    moments = RunningMoments.of(numbers(json.path("earlier_rewards"))).and(recipe.rewards(scored));
    List<Experience> learnt =
        recipe.judge(scored, new KlPenalty(setting("klCoefficient")), moments);
    ScheduledOptimizer policyOptimizer = optimizer(policy.model(), "policy_schedule");
    ScheduledOptimizer criticOptimizer = optimizer(critic.model(), "critic_schedule");
    Lesson lesson = Lesson.begin(learnt, 0, 0, 0);
    new PpoUpdate(recipe, ptx(), policy, policyOptimizer, critic, criticOptimizer)
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
                  "kl_coefficient",
                  update.nextKlCoefficient(),
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

  /** One with all its weights, or an adapter over its base. */
  private Transformer learning(String name, Transformer base) throws IOException {
    Path folder = models.resolve(name);
    boolean adapter = Files.exists(folder.resolve(CheckpointLayout.ADAPTER));
    return adapter ? base.adapted(folder) : load(name);
  }

  private double setting(String name) {
    return json.path("settings").path(name).asDouble();
  }

  private PpoMax recipe() {
    SymmetricClip rewardClip = new SymmetricClip(setting("rewardClip"));
    return new PpoMax(
        new MissingEosPenalty(setting("missingEosPenalty")),
        switch (json.path("settings").path("rewardShaping").asText()) {
          case "normalize" -> new RewardNormalization(rewardClip);
          case "scale" -> new RewardScaling(rewardClip);
          default -> new PlainReward(rewardClip);
        },
        new GeneralizedAdvantage(setting("gamma"), setting("lambda")),
        new AdvantageShaping(
            json.path("settings").path("advantageNormalization").asBoolean(),
            new SymmetricClip(setting("advantageClip"))),
        ImportanceSampling.valueOf(
            json.path("settings").path("importanceSampling").asText().toUpperCase(Locale.ROOT)),
        setting("policyClip"),
        setting("valueClip"),
        setting("entropyCoefficient"));
  }

  /** Every optimizer step learns all texts. */
  private PtxMix ptx() {
    List<EncodedDialogue> texts =
        json.path("texts").valueStream().map(RecordedUpdate::text).toList();
    return new PtxMix(texts, setting("ptxCoefficient"), texts.size(), 2, Draws.of(1));
  }

  private static EncodedDialogue text(JsonNode ids) {
    int[] tokens = ids.valueStream().mapToInt(JsonNode::asInt).toArray();
    return new EncodedDialogue(tokens, IntStream.range(1, tokens.length).toArray(), false);
  }

  /** What the adaptive controller makes of the iteration. */
  double nextKlCoefficient() {
    return new KlController(setting("klTarget"), (int) setting("klHorizon"))
        .next(setting("klCoefficient"), figures.get(PpoFigure.KL), json.path("rollouts").size());
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
        new Optimizer(model.learnt(), settings, manager),
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
