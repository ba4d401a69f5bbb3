package dev.rlhf.trainer.ppo;

import ai.djl.ndarray.NDManager;
import dev.rlhf.manifest.Precision;
import dev.rlhf.plan.LoraSettings;
import dev.rlhf.plan.PpoSettings;
import dev.rlhf.plan.Stage;
import dev.rlhf.trainer.checkpoint.Checkpoint;
import dev.rlhf.trainer.model.Adaptation;
import dev.rlhf.trainer.model.Architecture;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.stage.Bases;
import dev.rlhf.trainer.stage.Inputs;
import dev.rlhf.trainer.stage.StageContext;
import dev.rlhf.trainer.stage.VerifiedParent;
import dev.rlhf.trainer.tokens.SameTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What PPO starts from, verified.
 *
 * @param policy the SFT model's folder
 * @param reward the reward model's folder
 */
record PpoParents(
    VerifiedParent sft, VerifiedParent rm, HuggingFaceFolder policy, HuggingFaceFolder reward) {

  /**
   * Opens both models.
   *
   * @throws dev.rlhf.trainer.InvalidInputException when one is missing, damaged or does not fit
   */
  static PpoParents open(StageContext stage, Inputs inputs) throws IOException {
    VerifiedParent sft = VerifiedParent.of(stage, Stage.SFT);
    VerifiedParent rm = VerifiedParent.of(stage, Stage.RM);
    Bases bases = Bases.of(stage, inputs).with(sft).with(rm);
    HuggingFaceFolder policy =
        HuggingFaceFolder.open(sft.folder(), bases).expect(Architecture.LANGUAGE_MODEL);
    HuggingFaceFolder reward =
        HuggingFaceFolder.open(rm.folder(), bases).expect(Architecture.REWARD_MODEL);
    SameTokenizer.require(policy.path(), reward.path());
    policy.require(stage.config().settings(PpoSettings.class).lora());
    reward.require(stage.config().settings(PpoSettings.class).lora());
    return new PpoParents(sft, rm, policy, reward);
  }

  Map<String, String> digests() {
    return Map.of(Stage.SFT.id(), sft.digest(), Stage.RM.id(), rm.digest());
  }

  /**
   * Loads the four models.
   *
   * @param newest the checkpoint to go on from
   */
  PpoModels load(StageContext stage, Optional<Checkpoint> newest, NDManager manager)
      throws IOException {
    PpoSettings settings = stage.config().settings(PpoSettings.class);
    LoraSettings lora = settings.lora();
    Precision precision = settings.precision();
    Optional<Path> saved = newest.map(Checkpoint::folder);
    if (lora == null) {
      return PpoModels.load(policy, reward, saved, precision, manager);
    }
    return PpoModels.loadAdapted(
        policy,
        reward,
        Adaptation.of(lora, precision, sft.asBase(), stage.draws("policy adapter"), saved),
        Adaptation.of(
            lora,
            precision,
            rm.asBase(),
            stage.draws("critic adapter"),
            saved.map(PpoModels::critic)),
        precision,
        manager);
  }
}
