package dev.rlhf.trainer.sft;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.Digest;
import dev.rlhf.plan.DataSet;
import dev.rlhf.plan.Input;
import dev.rlhf.plan.SftSettings;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.checkpoint.Checkpoint;
import dev.rlhf.trainer.checkpoint.Lineage;
import dev.rlhf.trainer.checkpoint.Machine;
import dev.rlhf.trainer.checkpoint.ModelDigest;
import dev.rlhf.trainer.checkpoint.Provenance;
import dev.rlhf.trainer.data.Demonstrations;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.stage.Inputs;
import dev.rlhf.trainer.stage.StageContext;
import dev.rlhf.trainer.stage.StageProgram;
import dev.rlhf.trainer.tensor.TorchRuntime;
import dev.rlhf.trainer.tokens.DialogueEncoder;
import dev.rlhf.trainer.tokens.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Supervised fine-tuning: the model learns to answer as the demonstrations do. */
public final class Sft implements StageProgram {
  private static final Logger LOG = LoggerFactory.getLogger(Sft.class);

  @Override
  public boolean run(StageContext stage) throws IOException {
    StageConfig config = stage.config();
    SftSettings settings = config.settings(SftSettings.class);
    Inputs inputs = new Inputs(stage.folder().resolve("inputs"));
    Path rows = inputs.resolve(demonstrations(config), config.seed());
    HuggingFaceFolder source =
        HuggingFaceFolder.open(inputs.resolve(config.model(), config.seed()));

    try (Tokenizer tokenizer = Tokenizer.open(source.path(), source.config().vocabSize())) {
      Demonstrations data = read(rows, source, tokenizer, stage, settings);
      Provenance provenance = provenance(stage, source.path(), rows);
      stage.monitor().startsFrom(provenance.parents());
      Optional<Checkpoint> newest = new Lineage(stage.stageFolder()).newest(provenance::continues);
      newest.ifPresent(checkpoint -> resumed(checkpoint, stage, provenance));
      if (newest.isPresent() && newest.get().manifest().isFinal()) {
        LOG.info("the final checkpoint is there already: {}", newest.get().folder());
        return true;
      }
      try (NDManager manager = TorchRuntime.manager();
          SftRun run = SftRun.start(stage, settings, data, source, provenance, newest, manager)) {
        boolean done = run.toTheEnd();
        if (done) {
          run.sample(tokenizer, stage.folder().resolve(CheckpointLayout.SAMPLES));
        }
        return done;
      }
    }
  }

  private static Input demonstrations(StageConfig config) {
    Input demonstrations = config.data().get(DataSet.DEMONSTRATIONS);
    if (demonstrations == null) {
      throw new InvalidInputException(
          "data.demonstrations is missing: write the uri of what SFT learns from");
    }
    return demonstrations;
  }

  private static Demonstrations read(
      Path rows,
      HuggingFaceFolder source,
      Tokenizer tokenizer,
      StageContext stage,
      SftSettings settings)
      throws IOException {
    int maxLength = Math.min(settings.maxLength(), source.config().maxPositions());
    DialogueEncoder encoder =
        DialogueEncoder.of(source.path(), tokenizer, stage.config().chatFormat(), maxLength);
    Demonstrations data = Demonstrations.read(rows, encoder::encode);
    LOG.info(
        "{} rows of {}; {} cut off at {} tokens, {} without an answer left out",
        data.rows().size(),
        rows,
        data.truncated(),
        maxLength,
        data.skipped());
    stage.monitor().figure("rows", data.rows().size());
    stage.monitor().figure("truncated_rows", data.truncated());
    stage.monitor().figure("skipped_rows", data.skipped());
    return data;
  }

  private static Provenance provenance(StageContext stage, Path model, Path rows)
      throws IOException {
    StageConfig config = stage.config();
    return new Provenance(
        config.run(),
        config.stage(),
        stage.environment().attempt(),
        stage.environment().pod(),
        Map.of("model", ModelDigest.of(model)),
        stage.configDigest(),
        Map.of(DataSet.DEMONSTRATIONS.id(), Digest.of(rows)),
        new Machine(
            TorchRuntime.threads(),
            Machine.cpuModel(),
            Map.of(
                "java",
                Runtime.version().toString(),
                "djl",
                Engine.getDjlVersion(),
                "pytorch",
                Engine.getEngine("PyTorch").getVersion())));
  }

  private static void resumed(Checkpoint checkpoint, StageContext stage, Provenance provenance) {
    stage.monitor().resumed(checkpoint.reference(stage.root()), checkpoint.manifest().totalSteps());
    if (!provenance.sameMachine(checkpoint.manifest())) {
      LOG.warn(
          "{} was computed on another kind of machine: figures may differ in their last digits",
          checkpoint.folder());
    }
  }
}
