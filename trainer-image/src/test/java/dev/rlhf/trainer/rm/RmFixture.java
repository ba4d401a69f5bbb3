package dev.rlhf.trainer.rm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.stage.StageFixture;
import dev.rlhf.trainer.stage.StageProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A small stage of reward-model training: models and preferences made by e2e/interop/rm_fixture.py,
 * on a checkpoint volume of its own.
 *
 * @param root of the volume
 */
record RmFixture(Path root) implements StageFixture {
  private static final Path RESOURCES = Path.of("src/test/resources/rm").toAbsolutePath();
  private static final Path PREFERENCES = RESOURCES.resolve("preferences.jsonl");

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

  @Override
  public Stage stage() {
    return Stage.RM;
  }

  @Override
  public StageProgram program() {
    return new Rm();
  }
}
