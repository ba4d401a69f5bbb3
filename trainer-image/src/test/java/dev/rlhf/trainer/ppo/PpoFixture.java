package dev.rlhf.trainer.ppo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.Documents;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.contract.StageEnvironment;
import dev.rlhf.contract.StageResult;
import dev.rlhf.manifest.ChatFormat;
import dev.rlhf.manifest.PpoStage;
import dev.rlhf.plan.CheckpointSettings;
import dev.rlhf.plan.DataSet;
import dev.rlhf.plan.Input;
import dev.rlhf.plan.Parent;
import dev.rlhf.plan.PpoSettings;
import dev.rlhf.plan.RunIdentity;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.metrics.StageMetrics;
import dev.rlhf.trainer.metrics.StageMonitor;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.sft.SftFixture;
import dev.rlhf.trainer.stage.AttemptEnvironment;
import dev.rlhf.trainer.stage.Interruption;
import dev.rlhf.trainer.stage.StageContext;
import dev.rlhf.trainer.stage.StageProcess;
import dev.rlhf.trainer.tensor.ComputeDevice;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A small PPO stage: the SFT stage's model and, as its reward model, the same under a random head;
 * the prompts are those of the demonstrations.
 *
 * @param root of the checkpoint volume
 */
record PpoFixture(Path root) {

  private static final RunIdentity RUN = new RunIdentity("fern", "0f1e2d3c-4b5a");
  private static final ObjectMapper JSON = new ObjectMapper();

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

  ExitCode run(StageConfig config, int attempt) throws IOException {
    Path file =
        Files.writeString(
            Files.createDirectories(root).resolve("stage.yaml"), Documents.yaml(config));
    return new StageProcess(Stage.PPO, new Ppo(), environment(attempt), Clock.systemUTC())
        .run(file);
  }

  /** What the program is given in a first attempt. */
  StageContext context(StageConfig config) {
    Clock clock = Clock.systemUTC();
    return new StageContext(
        config,
        Documents.yaml(config),
        AttemptEnvironment.of(environment(1)),
        ComputeDevice.CPU,
        new StageMonitor(clock),
        new StageMetrics(RUN, Stage.PPO),
        new Interruption(clock),
        clock);
  }

  private Map<String, String> environment(int attempt) {
    return Map.of(
        StageEnvironment.ATTEMPT,
        "" + attempt,
        StageEnvironment.POD_UID,
        "pod" + attempt,
        StageEnvironment.PORT,
        "0",
        StageEnvironment.TERMINATION_LOG,
        root.resolve("termination-log").toString());
  }

  Path attempt(int attempt) {
    return new CheckpointLayout(root).attempt(RUN, Stage.PPO, attempt, "pod" + attempt);
  }

  Path checkpoint(int attempt, long step) {
    return CheckpointLayout.step(attempt(attempt), step);
  }

  StageResult terminationMessage() throws IOException {
    return Documents.read(Files.readAllBytes(root.resolve("termination-log")), StageResult.class);
  }

  List<JsonNode> figures(int attempt) throws IOException {
    return rows(attempt, CheckpointLayout.FIGURES);
  }

  List<JsonNode> rows(int attempt, String name) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(attempt(attempt).resolve(name))) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }
}
