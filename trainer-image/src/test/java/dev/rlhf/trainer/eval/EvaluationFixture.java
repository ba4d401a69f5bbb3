package dev.rlhf.trainer.eval;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.Documents;
import dev.rlhf.manifest.ChatFormat;
import dev.rlhf.plan.CheckpointSettings;
import dev.rlhf.plan.DataSet;
import dev.rlhf.plan.EvalSettings;
import dev.rlhf.plan.Input;
import dev.rlhf.plan.NamedInput;
import dev.rlhf.plan.Parent;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.sft.SftFixture;
import dev.rlhf.trainer.stage.StageFixture;
import dev.rlhf.trainer.stage.StageProgram;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A small evaluation: the SFT stage's model, the same with louder activations as what PPO made of
 * it, and the same under a random head as reward model.
 *
 * @param root of the checkpoint volume
 */
record EvaluationFixture(Path root) implements StageFixture {
  static final Input HELD_OUT = new Input("demo://held-out-prompts", null);
  static final Input ROWS = new Input("file://rows", SftFixture.DEMONSTRATIONS.toString());

  private static final Path RESOURCES = Path.of("src/test/resources/eval").toAbsolutePath();
  private static final Path PAIRS =
      Path.of("src/test/resources/rm/preferences.jsonl").toAbsolutePath();

  static EvaluationFixture in(Path root) throws IOException {
    EvaluationFixture fixture = new EvaluationFixture(root);
    HuggingFaceFolder sft = HuggingFaceFolder.open(SftFixture.MODEL);
    try (NDManager manager = TorchRuntime.manager();
        Transformer model = sft.load(manager);
        Transformer reward = sft.loadUnderRewardHead(0, 11, manager)) {
      sft.write(reward, fixture.folder(Stage.RM));
      sft.write(model, fixture.folder(Stage.SFT));
      NDArray norm = model.parameters().get("model.norm.weight");
      norm.mul(1.5).copyTo(norm);
      sft.write(model, fixture.folder(Stage.PPO));
    }
    return fixture;
  }

  Path folder(Stage stage) {
    return root.resolve("ready-" + stage.id());
  }

  /** A file of this fixture. */
  static Input row(String file) {
    return new Input("file://" + file, RESOURCES.resolve(file).toString());
  }

  static EvalSettings settings(NamedInput... scorers) {
    return new EvalSettings(8, 12, 0.8, 0.9, 1.1, List.of(scorers));
  }

  static NamedInput gold(String name) {
    return new NamedInput(name, "demo://gold", null);
  }

  StageConfig config(EvalSettings settings, Input prompts) {
    Map<Stage, Parent> parents = new EnumMap<>(Stage.class);
    for (Stage stage : List.of(Stage.SFT, Stage.RM, Stage.PPO)) {
      parents.put(stage, new Parent(folder(stage).toString(), null));
    }
    Input pairs = new Input("file://pairs", PAIRS.toString());
    return config(settings, Map.of(DataSet.PROMPTS, prompts, DataSet.PREFERENCES, pairs), parents);
  }

  StageConfig config(EvalSettings settings, Map<DataSet, Input> data, Map<Stage, Parent> parents) {
    return new StageConfig(
        StageConfig.VERSION,
        Stage.EVAL,
        RUN,
        3,
        ChatFormat.TOKENIZER,
        root.toString(),
        new Input("file://model", folder(Stage.SFT).toString()),
        data,
        parents,
        new CheckpointSettings(1, 1),
        settings);
  }

  @Override
  public Stage stage() {
    return Stage.EVAL;
  }

  @Override
  public StageProgram program() {
    return new Evaluation();
  }

  Path checkpoint(int attempt) {
    return checkpoint(attempt, 1);
  }

  EvaluationReport report(int attempt) throws IOException {
    return Documents.read(
        Files.readAllBytes(checkpoint(attempt).resolve(EvaluationReport.FILE)),
        EvaluationReport.class);
  }

  List<JsonNode> samples(int attempt) throws IOException {
    return rows(checkpoint(attempt).resolve(CheckpointLayout.SAMPLES));
  }
}
