package dev.rlhf.trainer.sft;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.contract.StageEnvironment;
import dev.rlhf.manifest.ChatFormat;
import dev.rlhf.plan.CheckpointSettings;
import dev.rlhf.plan.DataSet;
import dev.rlhf.plan.Input;
import dev.rlhf.plan.LoraSettings;
import dev.rlhf.plan.OptimizerSettings;
import dev.rlhf.plan.SftSettings;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.stage.StageFixture;
import dev.rlhf.trainer.stage.StageProgram;
import dev.rlhf.trainer.tokens.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A small SFT stage: model and demonstrations made by e2e/interop/sft_fixture.py, on a checkpoint
 * volume of its own.
 *
 * @param root of the volume
 */
public record SftFixture(Path root) implements StageFixture {
  private static final Path RESOURCES = Path.of("src/test/resources/sft").toAbsolutePath();

  public static final Path MODEL = RESOURCES.resolve("model");
  public static final Path DEMONSTRATIONS = RESOURCES.resolve("demonstrations.jsonl");

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

  /** With a clock of its own. */
  public ExitCode run(StageConfig config, int attempt, Clock clock) throws IOException {
    return run(config, environment(attempt), clock);
  }

  /** An attempt to which only those from the first one on count. */
  ExitCode runAnew(StageConfig config, int attempt, int first) throws IOException {
    Map<String, String> environment = new HashMap<>(environment(attempt));
    environment.put(StageEnvironment.FIRST_ATTEMPT, Integer.toString(first));
    return run(config, environment, Clock.systemUTC());
  }

  @Override
  public Stage stage() {
    return Stage.SFT;
  }

  @Override
  public StageProgram program() {
    return new Sft();
  }
}
