package dev.rlhf.trainer.ppo;

import ai.djl.ndarray.NDManager;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.stage.Inputs;
import dev.rlhf.trainer.stage.Origin;
import dev.rlhf.trainer.stage.StageContext;
import dev.rlhf.trainer.stage.StageProgram;
import dev.rlhf.trainer.stage.TrainingLoop;
import dev.rlhf.trainer.tokens.Tokenizer;
import java.io.IOException;

/**
 * PPO-max: the SFT model learns to answer prompts as the reward model likes, and not to leave
 * itself too far behind.
 *
 * @see <a href="https://arxiv.org/abs/2307.04964">Zheng et al. 2023</a>
 */
public final class Ppo implements StageProgram {
  @Override
  public boolean run(StageContext stage) throws IOException {
    Inputs inputs = new Inputs(stage.folder().resolve("inputs"));
    PpoParents parents = PpoParents.open(stage, inputs);
    HuggingFaceFolder policy = parents.policy();
    try (Tokenizer tokenizer = Tokenizer.open(policy.path(), policy.config().vocabSize())) {
      PpoData data = PpoData.read(stage, inputs, policy, parents.reward(), tokenizer);
      Origin origin = Origin.find(stage, parents.digests(), data.digests());
      return origin.isDone() || learn(stage, data, parents, tokenizer, origin);
    }
  }

  private static boolean learn(
      StageContext stage, PpoData data, PpoParents parents, Tokenizer tokenizer, Origin origin)
      throws IOException {
    try (NDManager manager = stage.device().manager();
        PpoLearner learner =
            PpoLearner.start(stage, data, parents, tokenizer, origin.newest(), manager);
        TrainingLoop loop =
            new TrainingLoop(stage, origin.provenance(), learner, origin.newest())) {
      return loop.toTheEnd();
    }
  }
}
