package dev.rlhf.trainer.ppo;

import ai.djl.ndarray.NDManager;
import dev.rlhf.contract.Digest;
import dev.rlhf.plan.DataSet;
import dev.rlhf.plan.Input;
import dev.rlhf.plan.PpoSettings;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.data.Prompts;
import dev.rlhf.trainer.model.Architecture;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.stage.Inputs;
import dev.rlhf.trainer.stage.Origin;
import dev.rlhf.trainer.stage.StageContext;
import dev.rlhf.trainer.stage.StageProgram;
import dev.rlhf.trainer.stage.TrainingLoop;
import dev.rlhf.trainer.stage.VerifiedParent;
import dev.rlhf.trainer.tensor.TorchRuntime;
import dev.rlhf.trainer.tokens.DialogueEncoder;
import dev.rlhf.trainer.tokens.SameTokenizer;
import dev.rlhf.trainer.tokens.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PPO-max: the SFT model learns to answer prompts as the reward model likes, and not to leave
 * itself too far behind.
 *
 * @see <a href="https://arxiv.org/abs/2307.04964">Zheng et al. 2023</a>
 */
public final class Ppo implements StageProgram {
  private static final Logger LOG = LoggerFactory.getLogger(Ppo.class);

  @Override
  public boolean run(StageContext stage) throws IOException {
    StageConfig config = stage.config();
    Path rows =
        new Inputs(stage.folder().resolve("inputs")).resolve(prompts(config), config.seed());
    VerifiedParent sft = VerifiedParent.of(stage, Stage.SFT);
    VerifiedParent rm = VerifiedParent.of(stage, Stage.RM);
    HuggingFaceFolder policy =
        HuggingFaceFolder.open(sft.folder()).expect(Architecture.LANGUAGE_MODEL);
    HuggingFaceFolder reward =
        HuggingFaceFolder.open(rm.folder()).expect(Architecture.REWARD_MODEL);
    SameTokenizer.require(policy.path(), reward.path());

    try (Tokenizer tokenizer = Tokenizer.open(policy.path(), policy.config().vocabSize())) {
      Prompts prompts = read(rows, policy, reward, tokenizer, stage);
      Origin origin =
          Origin.find(
              stage,
              Map.of(Stage.SFT.id(), sft.digest(), Stage.RM.id(), rm.digest()),
              Map.of(DataSet.PROMPTS.id(), Digest.of(rows)));
      return origin.isDone() || learn(stage, prompts, policy, reward, tokenizer, origin);
    }
  }

  private static boolean learn(
      StageContext stage,
      Prompts prompts,
      HuggingFaceFolder policy,
      HuggingFaceFolder reward,
      Tokenizer tokenizer,
      Origin origin)
      throws IOException {
    try (NDManager manager = TorchRuntime.manager();
        PpoLearner learner =
            PpoLearner.start(stage, prompts, policy, reward, tokenizer, origin.newest(), manager);
        TrainingLoop loop =
            new TrainingLoop(stage, origin.provenance(), learner, origin.newest())) {
      return loop.toTheEnd();
    }
  }

  private static Input prompts(StageConfig config) {
    Input prompts = config.data().get(DataSet.PROMPTS);
    if (prompts == null) {
      throw new InvalidInputException(
          "data.prompts is missing: write the uri of what PPO is to answer");
    }
    return prompts;
  }

  private static Prompts read(
      Path rows,
      HuggingFaceFolder policy,
      HuggingFaceFolder reward,
      Tokenizer tokenizer,
      StageContext stage)
      throws IOException {
    PpoSettings settings = stage.config().settings(PpoSettings.class);
    int maxLength =
        IntStream.of(
                settings.maxLength(),
                policy.config().maxPositions(),
                reward.config().maxPositions())
            .min()
            .getAsInt();
    DialogueEncoder encoder =
        DialogueEncoder.of(policy.path(), tokenizer, stage.config().chatFormat(), maxLength);
    Prompts prompts = Prompts.read(rows, encoder::encode, maxLength - settings.maxResponseLength());
    LOG.info("{} prompts of {}", prompts.rows().size(), rows);
    stage.monitor().figure("prompts", prompts.rows().size());
    return prompts;
  }
}
