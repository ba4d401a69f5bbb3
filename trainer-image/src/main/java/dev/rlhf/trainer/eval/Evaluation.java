package dev.rlhf.trainer.eval;

import ai.djl.ndarray.NDManager;
import dev.rlhf.plan.EvalSettings;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.stage.Origin;
import dev.rlhf.trainer.stage.StageContext;
import dev.rlhf.trainer.stage.StageProgram;
import dev.rlhf.trainer.stage.TrainingLoop;
import dev.rlhf.trainer.tokens.Tokenizer;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Evaluation: SFT and PPO answer the same held-out prompts, and their answers are compared. */
public final class Evaluation implements StageProgram {
  private static final Logger LOG = LoggerFactory.getLogger(Evaluation.class);

  @Override
  public boolean run(StageContext stage) throws IOException {
    EvaluationModels models = EvaluationModels.of(stage);
    HuggingFaceFolder sft = models.sftFolder();
    try (Tokenizer tokenizer = Tokenizer.open(sft.path(), sft.config().vocabSize())) {
      HeldOut heldOut = HeldOut.read(stage, sft.path(), tokenizer, models.positions());
      LOG.info("{} prompts and {} pairs", heldOut.prompts().size(), heldOut.pairs().size());
      Map<String, String> read = new TreeMap<>(heldOut.digests());
      read.putAll(Scorers.digests(stage.config().settings(EvalSettings.class)));
      Origin origin = Origin.find(stage, models.digests(), read);
      return origin.isDone() || compare(stage, models, heldOut, tokenizer, origin);
    }
  }

  private static boolean compare(
      StageContext stage,
      EvaluationModels models,
      HeldOut heldOut,
      Tokenizer tokenizer,
      Origin origin)
      throws IOException {
    try (NDManager manager = stage.device().manager();
        EvaluationLearner learner =
            new EvaluationLearner(stage, models, heldOut, tokenizer, manager);
        TrainingLoop loop =
            new TrainingLoop(stage, origin.provenance(), learner, origin.newest())) {
      return loop.toTheEnd();
    }
  }
}
