package dev.rlhf.trainer.rm;

import ai.djl.ndarray.NDManager;
import dev.rlhf.contract.Digest;
import dev.rlhf.manifest.InitFrom;
import dev.rlhf.plan.DataSet;
import dev.rlhf.plan.RmSettings;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.checkpoint.Checkpoint;
import dev.rlhf.trainer.checkpoint.ModelDigest;
import dev.rlhf.trainer.data.Preferences;
import dev.rlhf.trainer.model.Adaptation;
import dev.rlhf.trainer.model.AdapterBase;
import dev.rlhf.trainer.model.Architecture;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.stage.Bases;
import dev.rlhf.trainer.stage.Inputs;
import dev.rlhf.trainer.stage.Origin;
import dev.rlhf.trainer.stage.StageContext;
import dev.rlhf.trainer.stage.StageProgram;
import dev.rlhf.trainer.stage.TrainingLoop;
import dev.rlhf.trainer.stage.VerifiedParent;
import dev.rlhf.trainer.tokens.DialogueEncoder;
import dev.rlhf.trainer.tokens.SpecialTokens;
import dev.rlhf.trainer.tokens.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reward-model training: the model learns to tell the better of two answers. */
public final class Rm implements StageProgram {
  private static final Logger LOG = LoggerFactory.getLogger(Rm.class);

  /** The language model that the stage starts from, with the role that it has. */
  private record Base(String role, HuggingFaceFolder folder, String digest) {
    AdapterBase asBase() {
      return new AdapterBase(folder.path(), digest);
    }
  }

  @Override
  public boolean run(StageContext stage) throws IOException {
    RmSettings settings = stage.config().settings(RmSettings.class);
    Inputs inputs = new Inputs(stage.folder().resolve("inputs"));
    Path rows = inputs.data(stage.config(), DataSet.PREFERENCES);
    Base base = base(stage, settings, inputs);
    base.folder().require(settings.lora());
    Preferences data = read(rows, base.folder(), stage, settings);
    Origin origin =
        Origin.find(
            stage,
            Map.of(base.role(), base.digest()),
            Map.of(DataSet.PREFERENCES.id(), Digest.of(rows)));
    return origin.isDone() || learn(stage, settings, data, base, origin);
  }

  private static Base base(StageContext stage, RmSettings settings, Inputs inputs)
      throws IOException {
    StageConfig config = stage.config();
    Bases bases = Bases.of(stage, inputs);
    if (settings.initFrom() == InitFrom.SFT) {
      VerifiedParent sft = VerifiedParent.of(stage, Stage.SFT);
      return new Base(Stage.SFT.id(), languageModel(sft.folder(), bases), sft.digest());
    }
    Path model = inputs.resolve(config.model(), config.seed());
    return new Base("model", languageModel(model, bases), ModelDigest.of(model));
  }

  private static HuggingFaceFolder languageModel(Path folder, Bases bases) throws IOException {
    return HuggingFaceFolder.open(folder, bases).expect(Architecture.LANGUAGE_MODEL);
  }

  private static Preferences read(
      Path rows, HuggingFaceFolder base, StageContext stage, RmSettings settings)
      throws IOException {
    int maxLength = Math.min(settings.maxLength(), base.config().maxPositions());
    try (Tokenizer tokenizer = Tokenizer.open(base.path(), base.config().vocabSize())) {
      DialogueEncoder encoder =
          DialogueEncoder.of(
              base.path(), tokenizer, stage.config().chatFormat(), Integer.MAX_VALUE);
      Preferences data = Preferences.read(rows, encoder::encode, maxLength);
      LOG.info(
          "{} pairs of {}; left out: {} with more than {} tokens, {} without an answer",
          data.rows().size(),
          rows,
          data.tooLong(),
          maxLength,
          data.skipped());
      stage.monitor().figure("rows", data.rows().size());
      stage.monitor().figure("too_long_rows", data.tooLong());
      stage.monitor().figure("skipped_rows", data.skipped());
      return data;
    }
  }

  private static boolean learn(
      StageContext stage, RmSettings settings, Preferences data, Base base, Origin origin)
      throws IOException {
    try (NDManager manager = stage.device().manager();
        RmLearner learner =
            new RmLearner(
                stage,
                settings,
                data,
                base.folder(),
                trainer(stage, settings, base, origin.newest(), manager));
        TrainingLoop loop =
            new TrainingLoop(stage, origin.provenance(), learner, origin.newest())) {
      return loop.toTheEnd();
    }
  }

  private static RmTrainer trainer(
      StageContext stage,
      RmSettings settings,
      Base base,
      Optional<Checkpoint> newest,
      NDManager manager)
      throws IOException {
    Optional<Path> saved = newest.map(Checkpoint::folder);
    if (settings.lora() == null && saved.isPresent()) {
      return RmTrainer.resume(saved.get(), settings, manager);
    }
    RmTrainer trainer =
        RmTrainer.start(
            base.folder(),
            padding(base.folder()),
            stage.config().seed(),
            settings,
            Adaptation.of(
                settings.lora(),
                settings.precision(),
                base.asBase(),
                stage.draws("adapter"),
                saved),
            manager);
    if (saved.isPresent()) {
      trainer.restore(saved.get());
    }
    return trainer;
  }

  /** The token that pads batches; a tokenizer without one pads with the token that ends texts. */
  private static long padding(HuggingFaceFolder base) throws IOException {
    SpecialTokens special = SpecialTokens.read(base.path());
    return special
        .padding()
        .orElseGet(
            () ->
                special.endOfSequence().stream()
                    .min(Long::compare)
                    .orElseThrow(
                        () ->
                            new InvalidInputException(
                                "%s names neither pad_token_id nor eos_token_id: write pad_token_id into its config.json"
                                    .formatted(base.path()))));
  }
}
