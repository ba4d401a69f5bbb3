package dev.rlhf.trainer.eval;

import ai.djl.ndarray.NDManager;
import dev.rlhf.plan.Stage;
import dev.rlhf.trainer.model.Architecture;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.stage.Bases;
import dev.rlhf.trainer.stage.Inputs;
import dev.rlhf.trainer.stage.StageContext;
import dev.rlhf.trainer.stage.VerifiedParent;
import dev.rlhf.trainer.tokens.SameTokenizer;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The checkpoints that are compared, and the reward model, each verified.
 *
 * @param bases of those that are adapters
 */
record EvaluationModels(VerifiedParent sft, VerifiedParent rm, VerifiedParent ppo, Bases bases) {

  /**
   * Verifies all three.
   *
   * @throws dev.rlhf.trainer.InvalidInputException when one is missing, damaged or does not fit
   */
  static EvaluationModels of(StageContext stage) throws IOException {
    VerifiedParent sft = VerifiedParent.of(stage, Stage.SFT);
    VerifiedParent rm = VerifiedParent.of(stage, Stage.RM);
    VerifiedParent ppo = VerifiedParent.of(stage, Stage.PPO);
    Bases bases = Bases.of(stage, new Inputs(stage.folder().resolve("inputs"))).with(sft).with(rm);
    EvaluationModels models = new EvaluationModels(sft, rm, ppo, bases);
    SameTokenizer.require(models.sft.folder(), models.rm.folder());
    SameTokenizer.require(models.sft.folder(), models.ppo.folder());
    return models;
  }

  Map<String, String> digests() {
    return Map.of(
        Stage.SFT.id(), sft.digest(), Stage.RM.id(), rm.digest(), Stage.PPO.id(), ppo.digest());
  }

  HuggingFaceFolder sftFolder() throws IOException {
    return open(sft, Architecture.LANGUAGE_MODEL);
  }

  /** Tokens that all three can read. */
  int positions() throws IOException {
    int positions = Integer.MAX_VALUE;
    for (VerifiedParent model : List.of(sft, rm, ppo)) {
      HuggingFaceFolder folder = HuggingFaceFolder.open(model.folder(), bases);
      positions = Math.min(positions, folder.config().maxPositions());
    }
    return positions;
  }

  Transformer load(Stage stage, NDManager manager) throws IOException {
    return switch (stage) {
      case SFT -> sftFolder().load(manager);
      case RM -> open(rm, Architecture.REWARD_MODEL).load(manager);
      case PPO -> open(ppo, Architecture.LANGUAGE_MODEL).load(manager);
      case EVAL -> throw new IllegalArgumentException("evaluation has no model");
    };
  }

  private HuggingFaceFolder open(VerifiedParent parent, Architecture kind) throws IOException {
    return HuggingFaceFolder.open(parent.folder(), bases).expect(kind);
  }
}
