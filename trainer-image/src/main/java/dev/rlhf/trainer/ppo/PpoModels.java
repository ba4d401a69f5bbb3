package dev.rlhf.trainer.ppo;

import ai.djl.ndarray.NDManager;
import dev.rlhf.manifest.Precision;
import dev.rlhf.trainer.model.Adaptation;
import dev.rlhf.trainer.model.Architecture;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.Transformer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The four models of PPO: policy and reference start as the SFT model, critic and reward as the
 * reward model.
 *
 * <p>Where policy and critic learn by adapters, the reference is the policy without its adapter and
 * the reward model the critic without: the weights of two models are in memory, not of four.
 */
record PpoModels(Transformer policy, Transformer reference, Transformer critic, Transformer reward)
    implements AutoCloseable {

  /** In a checkpoint's folder, on top of which is the policy. */
  private static final String CRITIC = "critic";

  /**
   * Loads them, policy and critic to learn by all their weights; reference and reward may rest.
   *
   * @param checkpoint to go on from, with policy and critic
   * @param precision that all four compute in; reference and reward are stored in it
   */
  static PpoModels load(
      HuggingFaceFolder sft,
      HuggingFaceFolder rm,
      Optional<Path> checkpoint,
      Precision precision,
      NDManager manager)
      throws IOException {
    HuggingFaceFolder policy = sft;
    HuggingFaceFolder critic = rm;
    if (checkpoint.isPresent()) {
      policy = HuggingFaceFolder.open(checkpoint.get());
      critic = HuggingFaceFolder.open(critic(checkpoint.get())).expect(Architecture.REWARD_MODEL);
    }
    return new PpoModels(
        policy.load(manager).in(precision),
        sft.loadStanding(precision, manager),
        critic.load(manager).in(precision),
        rm.loadStanding(precision, manager));
  }

  /** Loads them, policy and critic to learn by adapters of the same precision. */
  static PpoModels loadAdapted(
      HuggingFaceFolder sft,
      HuggingFaceFolder rm,
      Adaptation policy,
      Adaptation critic,
      Precision precision,
      NDManager manager)
      throws IOException {
    Transformer reference = sft.load(manager).in(precision).standing();
    Transformer reward = rm.load(manager).in(precision).standing();
    return new PpoModels(policy.of(reference), reference, critic.of(reward), reward);
  }

  /** The critic's folder in that of a checkpoint. */
  static Path critic(Path checkpoint) {
    return checkpoint.resolve(CRITIC);
  }

  /** Writes policy and critic, each with its tokenizer's files. */
  void save(HuggingFaceFolder sft, HuggingFaceFolder rm, Path folder) throws IOException {
    sft.write(policy, folder);
    rm.write(critic, critic(folder));
  }

  /** Puts policy and critic back to what a folder holds. */
  void goBack(Path folder, NDManager manager) throws IOException {
    if (policy.isAdapted()) {
      policy.restoreAdapter(folder);
      critic.restoreAdapter(critic(folder));
    } else {
      copy(HuggingFaceFolder.open(folder), policy, manager);
      copy(
          HuggingFaceFolder.open(critic(folder)).expect(Architecture.REWARD_MODEL),
          critic,
          manager);
    }
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
