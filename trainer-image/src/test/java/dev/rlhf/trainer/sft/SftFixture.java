package dev.rlhf.trainer.sft;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.Documents;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.contract.StageEnvironment;
import dev.rlhf.contract.StageResult;
import dev.rlhf.manifest.ChatFormat;
import dev.rlhf.plan.CheckpointSettings;
import dev.rlhf.plan.DataSet;
import dev.rlhf.plan.Input;
import dev.rlhf.plan.LoraSettings;
import dev.rlhf.plan.OptimizerSettings;
import dev.rlhf.plan.RunIdentity;
import dev.rlhf.plan.SftSettings;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.stage.StageProcess;
import dev.rlhf.trainer.tokens.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A small SFT stage: model and demonstrations made by e2e/interop/sft_fixture.py, on a checkpoint
 * volume of its own.
 *
 * @param root of the volume
 */
public record SftFixture(Path root) {
  private static final Path RESOURCES = Path.of("src/test/resources/sft").toAbsolutePath();

  public static final Path MODEL = RESOURCES.resolve("model");
  public static final Path DEMONSTRATIONS = RESOURCES.resolve("demonstrations.jsonl");

  private static final RunIdentity RUN = new RunIdentity("fern", "0f1e2d3c-4b5a");
  private static final ObjectMapper JSON = new ObjectMapper();

  public static JsonNode expected() throws IOException {
    return JSON.readTree(RESOURCES.resolve("expected.json").toFile());
  }

  public static JsonNode expected(ChatFormat format) throws IOException {
    return expected().get(format == ChatFormat.TOKENIZER ? "tokenizer" : "human-assistant");
  }

  public static Tokenizer tokenizer() throws IOException {
    return Tokenizer.open(MODEL, 300);
  }

  public static Path copyModel(Path into) throws IOException {
    Path folder = Files.createDirectories(into.resolve("model"));
    try (var files = Files.list(MODEL)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    return folder;
  }

  /** The settings with which expected figures were computed. */
  public static SftSettings settings() throws IOException {
    return JSON.treeToValue(expected().get("settings"), SftSettings.class);
  }

  /** The same, with other parts for a step, epochs or learning rate. */
  public static SftSettings settings(int epochs, int microBatchSize, double learningRate)
      throws IOException {
    SftSettings given = settings();
    OptimizerSettings optimizer = given.optimizer();
    return new SftSettings(
        epochs,
        given.batchSize(),
        microBatchSize,
        learningRate,
        optimizer,
        given.maxLength(),
        given.lora(),
        null,
        given.activationCheckpointing());
  }

  /** Settings that train an adapter of rank 3 in place of all weights. */
  public static SftSettings adapting(SftSettings given, String... targets) {
    return new SftSettings(
        given.epochs(),
        given.batchSize(),
        given.microBatchSize(),
        given.learningRate(),
        given.optimizer(),
        given.maxLength(),
        new LoraSettings(3, 6, List.of(targets)),
        null,
        given.activationCheckpointing());
  }

  public StageConfig config(ChatFormat format, int everySteps, SftSettings settings)
      throws IOException {
    return config(format, everySteps, settings, MODEL, DEMONSTRATIONS);
  }

  public StageConfig config(
      ChatFormat format, int everySteps, SftSettings settings, Path model, Path demonstrations)
      throws IOException {
    return new StageConfig(
        StageConfig.VERSION,
        Stage.SFT,
        RUN,
        expected().get("seed").asLong(),
        format,
        root.toString(),
        new Input("file://model", model.toString()),
        Map.of(DataSet.DEMONSTRATIONS, new Input("file://rows", demonstrations.toString())),
        Map.of(),
        new CheckpointSettings(everySteps, 100),
        settings);
  }

  /** Writes stage.yaml. */
  public Path write(StageConfig config) throws IOException {
    return Files.writeString(
        Files.createDirectories(root).resolve("stage.yaml"), Documents.yaml(config));
  }

  public Map<String, String> environment(int attempt) {
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

  public ExitCode run(StageConfig config, int attempt) throws IOException {
    return run(config, attempt, Clock.systemUTC());
  }

  /** With a clock of its own. */
  public ExitCode run(StageConfig config, int attempt, Clock clock) throws IOException {
    return new StageProcess(Stage.SFT, new Sft(), environment(attempt), clock).run(write(config));
  }

  /** An attempt to which only those from the first one on count. */
  ExitCode runAnew(StageConfig config, int attempt, int first) throws IOException {
    Map<String, String> environment = new HashMap<>(environment(attempt));
    environment.put(StageEnvironment.FIRST_ATTEMPT, Integer.toString(first));
    return new StageProcess(Stage.SFT, new Sft(), environment, Clock.systemUTC())
        .run(write(config));
  }

  public Path attempt(int attempt) {
    return new CheckpointLayout(root).attempt(RUN, Stage.SFT, attempt, "pod" + attempt);
  }

  public Path checkpoint(int attempt, long step) {
    return CheckpointLayout.step(attempt(attempt), step);
  }

  public StageResult terminationMessage() throws IOException {
    return Documents.read(Files.readAllBytes(root.resolve("termination-log")), StageResult.class);
  }

  public List<JsonNode> figures(int attempt) throws IOException {
    List<JsonNode> figures = new ArrayList<>();
    for (String line : Files.readAllLines(attempt(attempt).resolve(CheckpointLayout.FIGURES))) {
      figures.add(JSON.readTree(line));
    }
    return figures;
  }
}
