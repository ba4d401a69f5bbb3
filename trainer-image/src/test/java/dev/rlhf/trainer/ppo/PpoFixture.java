package dev.rlhf.trainer.ppo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rlhf.manifest.ChatFormat;
import dev.rlhf.manifest.PpoStage;
import dev.rlhf.plan.CheckpointSettings;
import dev.rlhf.plan.DataSet;
import dev.rlhf.plan.Input;
import dev.rlhf.plan.Parent;
import dev.rlhf.plan.PpoSettings;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.sft.SftFixture;
import dev.rlhf.trainer.stage.StageFixture;
import dev.rlhf.trainer.stage.StageProgram;
import dev.rlhf.trainer.tensor.TorchRuntime;
import dev.rlhf.trainer.tokens.EncodedDialogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A small PPO stage: the SFT stage's model and, as its reward model, the same under a random head;
 * the prompts are those of the demonstrations.
 *
 * @param root of the checkpoint volume
 */
record PpoFixture(Path root) implements StageFixture {

  private static final ObjectMapper YAML = new YAMLMapper();
  private static final String STAGE =
      """
      steps: 4
      criticWarmupSteps: 2
      rolloutBatchSize: 6
      batchSize: 4
      microBatchSize: 2
      epochs: 2
      learningRate: 2e-3
      criticLearningRate: 4e-3
      optimizer: {warmupRatio: 0.25}
      maxLength: 200
      maxResponseLength: 12
      """;

  /** Of a head that makes rewards far enough apart. */
  private static final int HEAD_SCALE = 20;

  static PpoFixture in(Path root) throws IOException {
    PpoFixture fixture = new PpoFixture(root);
    HuggingFaceFolder sft = HuggingFaceFolder.open(SftFixture.MODEL);
    try (NDManager manager = TorchRuntime.manager();
        Transformer policy = sft.load(manager);
        Transformer reward = sft.loadUnderRewardHead(0, 11, manager)) {
      NDArray head = reward.parameters().get("score.weight");
      head.mul(HEAD_SCALE).copyTo(head);
      sft.write(policy, fixture.sftModel());
      sft.write(reward, fixture.rewardModel());
    }
    return fixture;
  }

  Path sftModel() {
    return root.resolve("ready-sft");
  }

  Path rewardModel() {
    return root.resolve("ready-rm");
  }

  /** Two critic steps and four of both, on a few short answers. */
  static PpoSettings settings() {
    return settings("");
  }

  static PpoSettings settings(
      int steps, int criticSteps, int microBatchSize, double learningRate, int maxLength) {
    return settings(
        "steps: %d, criticWarmupSteps: %d, microBatchSize: %d, learningRate: %s, maxLength: %d"
            .formatted(steps, criticSteps, microBatchSize, learningRate, maxLength));
  }

  /** Those of a manifest's stages.ppo that holds these fields beside the fixture's own. */
  static PpoSettings settings(String fields) {
    try {
      ObjectNode stage = (ObjectNode) YAML.readTree(STAGE);
      stage.setAll((ObjectNode) YAML.readTree("{" + fields + "}"));
      return PpoSettings.of(YAML.treeToValue(stage, PpoStage.class));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of these models, whose rewards are the reward model's alone; answers end with id 2. */
  static PpoTrainer trainer(
      PpoSettings settings, PpoModels models, List<EncodedDialogue> texts, NDManager manager) {
    return new PpoTrainer(
        settings, Draws.of(1), models, RewardMix.modelAlone(), Set.of(2L), texts, manager);
  }

  StageConfig config(PpoSettings settings) {
    return config(settings, rewardModel(), SftFixture.DEMONSTRATIONS);
  }

  StageConfig config(PpoSettings settings, Path rewardModel, Path prompts) {
    return new StageConfig(
        StageConfig.VERSION,
        Stage.PPO,
        RUN,
        3,
        ChatFormat.TOKENIZER,
        root.toString(),
        new Input("file://model", sftModel().toString()),
        data(settings, prompts),
        Map.of(
            Stage.SFT,
            new Parent(sftModel().toString(), null),
            Stage.RM,
            new Parent(rewardModel.toString(), null)),
        new CheckpointSettings(2, 100),
        settings);
  }

  /** Held-out prompts are the same; texts are a few. */
  private Map<DataSet, Input> data(PpoSettings settings, Path prompts) {
    Map<DataSet, Input> data = new EnumMap<>(DataSet.class);
    data.put(DataSet.PROMPTS, new Input("file://prompts", prompts.toString()));
    if (settings.validation() != null) {
      data.put(DataSet.VALIDATION, new Input("file://held-out", prompts.toString()));
    }
    if (settings.ptxCoefficient() > 0) {
      data.put(DataSet.PRETRAINING, new Input("file://texts", texts().toString()));
    }
    return data;
  }

  private Path texts() {
    try {
      return Files.writeString(
          root.resolve("texts.jsonl"),
          "{\"text\": \"Rain is wet.\"}\n{\"text\": \"The sea is wider than it is deep.\"}\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Stage stage() {
    return Stage.PPO;
  }

  @Override
  public StageProgram program() {
    return new Ppo();
  }

  List<JsonNode> rows(int attempt, String name) throws IOException {
    return rows(attempt(attempt).resolve(name));
  }
}
