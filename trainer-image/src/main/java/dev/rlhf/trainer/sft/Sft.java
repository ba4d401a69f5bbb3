package dev.rlhf.trainer.sft;

import ai.djl.ndarray.NDManager;
import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.Digest;
import dev.rlhf.plan.DataSet;
import dev.rlhf.plan.SftSettings;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.checkpoint.ModelDigest;
import dev.rlhf.trainer.data.Demonstrations;
import dev.rlhf.trainer.model.AdapterBase;
import dev.rlhf.trainer.model.Architecture;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.stage.Bases;
import dev.rlhf.trainer.stage.Inputs;
import dev.rlhf.trainer.stage.Origin;
import dev.rlhf.trainer.stage.StageContext;
import dev.rlhf.trainer.stage.StageProgram;
import dev.rlhf.trainer.stage.TrainingLoop;
import dev.rlhf.trainer.tokens.DialogueEncoder;
import dev.rlhf.trainer.tokens.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
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
    Path rows = inputs.data(config, DataSet.DEMONSTRATIONS);
    HuggingFaceFolder source =
        HuggingFaceFolder.open(
                inputs.resolve(config.model(), config.seed()), Bases.of(stage, inputs))
            .expect(Architecture.LANGUAGE_MODEL);
    source.require(settings.lora());

    try (Tokenizer tokenizer = Tokenizer.open(source.path(), source.config().vocabSize())) {
      Demonstrations data = read(rows, source, tokenizer, stage, settings);
      AdapterBase base = new AdapterBase(source.path(), ModelDigest.of(source.path()));
      Origin origin =
          Origin.find(
              stage,
              Map.of("model", base.digest()),
              Map.of(DataSet.DEMONSTRATIONS.id(), Digest.of(rows)));
      return origin.isDone() || learn(stage, settings, data, source, base, tokenizer, origin);
    }
  }

  private static boolean learn(
      StageContext stage,
      SftSettings settings,
      Demonstrations data,
      HuggingFaceFolder source,
      AdapterBase base,
      Tokenizer tokenizer,
      Origin origin)
      throws IOException {
    try (NDManager manager = stage.device().manager();
        SftLearner learner =
            SftLearner.start(stage, settings, data, source, base, origin.newest(), manager);
        TrainingLoop loop =
            new TrainingLoop(stage, origin.provenance(), learner, origin.newest())) {
      boolean done = loop.toTheEnd();
      if (done) {
        learner.sample(tokenizer, stage.folder().resolve(CheckpointLayout.SAMPLES));
      }
      return done;
    }
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
}
