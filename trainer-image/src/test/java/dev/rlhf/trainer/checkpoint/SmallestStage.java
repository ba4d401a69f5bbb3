package dev.rlhf.trainer.checkpoint;

import dev.rlhf.contract.Documents;
import dev.rlhf.manifest.ChatFormat;
import dev.rlhf.plan.CheckpointSettings;
import dev.rlhf.plan.Input;
import dev.rlhf.plan.OptimizerSettings;
import dev.rlhf.plan.Parent;
import dev.rlhf.plan.RunIdentity;
import dev.rlhf.plan.SftSettings;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StageConfig;
import java.util.List;
import java.util.Map;

/** The least that a checkpoint can be written for: SFT by one row at a time. */
public final class SmallestStage {
  /** The run that it is of where nothing hangs on that. */
  public static final RunIdentity RUN = new RunIdentity("fern", "0f1e2d3c-4b5a");

  private SmallestStage() {}

  /** On the demo's model. */
  public static StageConfig config() {
    return config(RUN, "/checkpoints", new Input("demo://model", null), Map.of());
  }

  public static StageConfig config(
      RunIdentity run, String root, Input model, Map<Stage, Parent> parents) {
    return new StageConfig(
        StageConfig.VERSION,
        Stage.SFT,
        run,
        1,
        ChatFormat.TOKENIZER,
        root,
        model,
        Map.of(),
        parents,
        new CheckpointSettings(1, 1),
        new SftSettings(1, 1, 1, 1, OptimizerSettings.of(null), 2, null, null, null));
  }

  /** What a checkpoint of the first attempt says of where it comes from. */
  public static Provenance provenance(StageConfig config, String pod, Map<String, String> parents) {
    return new Provenance(
        config,
        Documents.yaml(config),
        1,
        pod,
        parents,
        Map.of(),
        new Machine(1, "cpu", Map.of()),
        List.of());
  }
}
