package dev.rlhf.trainer.rm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.Documents;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.contract.StageEnvironment;
import dev.rlhf.contract.StageResult;
import dev.rlhf.manifest.ChatFormat;
import dev.rlhf.manifest.InitFrom;
import dev.rlhf.manifest.LmLossOn;
import dev.rlhf.manifest.Precision;
import dev.rlhf.plan.CheckpointSettings;
import dev.rlhf.plan.DataSet;
import dev.rlhf.plan.Input;
import dev.rlhf.plan.LoraSettings;
import dev.rlhf.plan.Parent;
import dev.rlhf.plan.RmSettings;
import dev.rlhf.plan.RunIdentity;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.stage.StageProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A small stage of reward-model training: models and preferences made by e2e/interop/rm_fixture.py,
 * on a checkpoint volume of its own.
 *
 * @param root of the volume
 */
record RmFixture(Path root) {
  private static final Path RESOURCES = Path.of("src/test/resources/rm").toAbsolutePath();
  private static final Path PREFERENCES = RESOURCES.resolve("preferences.jsonl");
  private static final RunIdentity RUN = new RunIdentity("fern", "0f1e2d3c-4b5a");
  private static final ObjectMapper JSON = new ObjectMapper();

  static final Path CLASSIFIER = RESOURCES.resolve("classifier");

  static Path model(String name) {
    return RESOURCES.resolve(name);
  }

  static JsonNode expected() throws IOException {
    return JSON.readTree(RESOURCES.resolve("expected.json").toFile());
  }

  /** The settings with which expected figures were computed, with another coefficient. */
  static RmSettings settings(InitFrom from, double lmLossCoefficient) throws IOException {
    return settings(from, lmLossCoefficient, LmLossOn.ANSWER);
  }

  private static RmSettings settings(InitFrom from, double lmLossCoefficient, LmLossOn on)
      throws IOException {
    ObjectNode settings = expected().get("settings").deepCopy();
    settings.set("initFrom", JSON.valueToTree(from));
    settings.put("lmLossCoefficient", lmLossCoefficient);
    settings.set("lmLossOn", JSON.valueToTree(on));
    return JSON.treeToValue(settings, RmSettings.class);
  }

  /** Starts from the model of an expected case, with its settings. */
  StageConfig of(JsonNode given) throws IOException {
    return config(
        model(given.get("model").asText()),
        JSON.treeToValue(given.get("chatFormat"), ChatFormat.class),
        settings(
            InitFrom.MODEL,
            given.get("lmLossCoefficient").asDouble(),
            JSON.treeToValue(given.get("lmLossOn"), LmLossOn.class)),
        Map.of());
  }

  /** Starts from the model. */
  StageConfig fromModel(Path model, ChatFormat format, double lmLossCoefficient)
      throws IOException {
    return config(model, format, settings(InitFrom.MODEL, lmLossCoefficient), Map.of());
  }

  /** Starts from a checkpoint of SFT, or from none that is named. */
  StageConfig fromSft(Parent... sft) throws IOException {
    Map<Stage, Parent> parents = sft.length == 0 ? Map.of() : Map.of(Stage.SFT, sft[0]);
    return config(model("tied"), ChatFormat.TOKENIZER, settings(InitFrom.SFT, 1), parents);
  }

  /** The same, by an adapter of rank 3 over all layers. */
  static StageConfig adapting(StageConfig given) {
    return with(given, new LoraSettings(3, 6, List.of("all-linear")), null);
  }

  /** The same, computing with these numbers. */
  static StageConfig in(Precision precision, StageConfig given) {
    return with(given, given.settings().lora(), precision);
  }

  private static StageConfig with(StageConfig given, LoraSettings lora, Precision precision) {
    RmSettings settings = given.settings(RmSettings.class);
    return new StageConfig(
        given.version(),
        given.stage(),
        given.run(),
        given.seed(),
        given.chatFormat(),
        given.root(),
        given.model(),
        given.data(),
        given.parents(),
        given.checkpoints(),
        new RmSettings(
            settings.initFrom(),
            settings.lmLossCoefficient(),
            settings.lmLossOn(),
            settings.epochs(),
            settings.batchSize(),
            settings.microBatchSize(),
            settings.learningRate(),
            settings.optimizer(),
            settings.maxLength(),
            lora,
            precision,
            settings.activationCheckpointing()));
  }

  private StageConfig config(
      Path model, ChatFormat format, RmSettings settings, Map<Stage, Parent> parents)
      throws IOException {
    return new StageConfig(
        StageConfig.VERSION,
        Stage.RM,
        RUN,
        expected().get("seed").asLong(),
        format,
        root.toString(),
        new Input("file://model", model.toString()),
        Map.of(DataSet.PREFERENCES, new Input("file://rows", PREFERENCES.toString())),
        parents,
        new CheckpointSettings(10, 100),
        settings);
  }

  ExitCode run(StageConfig config, int attempt) throws IOException {
    Path file = Files.writeString(root.resolve("stage.yaml"), Documents.yaml(config));
    Map<String, String> environment =
        Map.of(
            StageEnvironment.ATTEMPT,
            "" + attempt,
            StageEnvironment.POD_UID,
            "pod" + attempt,
            StageEnvironment.PORT,
            "0",
            StageEnvironment.TERMINATION_LOG,
            root.resolve("termination-log").toString());
    return new StageProcess(Stage.RM, new Rm(), environment, Clock.systemUTC()).run(file);
  }

  StageResult terminationMessage() throws IOException {
    return Documents.read(Files.readAllBytes(root.resolve("termination-log")), StageResult.class);
  }

  Path checkpoint(int attempt, long step) {
    return CheckpointLayout.step(attempt(attempt), step);
  }

  List<JsonNode> figures(int attempt) throws IOException {
    List<JsonNode> figures = new ArrayList<>();
    for (String line : Files.readAllLines(attempt(attempt).resolve(CheckpointLayout.FIGURES))) {
      figures.add(JSON.readTree(line));
    }
    return figures;
  }

  private Path attempt(int attempt) {
    return new CheckpointLayout(root).attempt(RUN, Stage.RM, attempt, "pod" + attempt);
  }
}
