package dev.rlhf.trainer.ppo;

import ai.djl.ndarray.NDManager;
import dev.rlhf.trainer.model.Architecture;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.Transformer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The four models of PPO: policy and reference start as the SFT model, critic and reward as the
 * reward model.
 */
record PpoModels(Transformer policy, Transformer reference, Transformer critic, Transformer reward)
    implements AutoCloseable {

  /** In a checkpoint's folder, on top of which is the policy. */
  private static final String CRITIC = "critic";

  /**
   * Loads them.
   *
   * @param checkpoint to go on from, with policy and critic
   */
  static PpoModels load(
      HuggingFaceFolder sft, HuggingFaceFolder rm, Optional<Path> checkpoint, NDManager manager)
      throws IOException {
    HuggingFaceFolder policy = sft;
    HuggingFaceFolder critic = rm;
    if (checkpoint.isPresent()) {
      policy = HuggingFaceFolder.open(checkpoint.get());
      critic =
          HuggingFaceFolder.open(checkpoint.get().resolve(CRITIC))
              .expect(Architecture.REWARD_MODEL);
    }
    return new PpoModels(
        policy.load(manager).trainable(),
        sft.load(manager),
        critic.load(manager).trainable(),
        rm.load(manager));
  }

  /** Writes policy and critic, each with its tokenizer's files. */
  void save(HuggingFaceFolder sft, HuggingFaceFolder rm, Path folder) throws IOException {
    sft.write(policy, folder);
    rm.write(critic, folder.resolve(CRITIC));
  }

  /** Puts policy and critic back to what a folder holds. */
  void goBack(Path folder, NDManager manager) throws IOException {
    copy(HuggingFaceFolder.open(folder), policy, manager);
    copy(
        HuggingFaceFolder.open(folder.resolve(CRITIC)).expect(Architecture.REWARD_MODEL),
        critic,
        manager);
  }

  private static void copy(HuggingFaceFolder from, Transformer to, NDManager manager)
      throws IOException {
    try (Transformer saved = from.load(manager)) {
      saved.parameters().forEach((name, value) -> value.copyTo(to.parameters().get(name)));
    }
  }

  @Override
  public void close() {
    policy.close();
    reference.close();
    critic.close();
    reward.close();
  }
}
