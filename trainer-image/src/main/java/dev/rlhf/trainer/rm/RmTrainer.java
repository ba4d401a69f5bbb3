package dev.rlhf.trainer.rm;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.rlhf.plan.RmSettings;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.data.EncodedPair;
import dev.rlhf.trainer.data.MicroBatch;
import dev.rlhf.trainer.model.Activations;
import dev.rlhf.trainer.model.Adaptation;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.optim.AdamWSettings;
import dev.rlhf.trainer.optim.Optimizer;
import dev.rlhf.trainer.tensor.Lanes;
import dev.rlhf.trainer.tensor.TorchModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A reward model and its optimizer, which learn batch after batch. */
final class RmTrainer implements AutoCloseable {
  /** In a checkpoint's folder, beside the model. */
  private static final String STATE = "trainer";

  private static final String OPTIMIZER = "optimizer.safetensors";

  private final RewardModel model;
  private final RmSettings settings;
  private final Optimizer optimizer;
  private final TorchModule module;
  private final Lanes lanes;

  /**
   * What a step gives.
   *
   * @param tokenLoss mean over the learnt tokens, without its coefficient
   */
  record Learnt(double pairLoss, double tokenLoss, PairRewards rewards, double gradNorm) {}

  /** What a micro-batch gives: its parts of the two losses, coefficient and all, and rewards. */
  private record Part(double pairLoss, double tokenLoss, float[] rewards) {}

  RmTrainer(RewardModel model, RmSettings settings, NDManager manager) {
    this.model = model;
    this.settings = settings;
    optimizer = new Optimizer(model.learnt(), AdamWSettings.of(settings.optimizer()), manager);
    Activations activations = Activations.of(settings.recomputesActivations());
    module = model.model().compile(activations, new RewardModelLoss());
    lanes = Lanes.of(model.model().manager());
  }

  /** Starts from a language model. */
  static RmTrainer start(
      HuggingFaceFolder base,
      long padTokenId,
      long seed,
      RmSettings settings,
      Adaptation adaptation,
      NDManager manager)
      throws IOException {
    boolean speaks = settings.lmLossCoefficient() > 0;
    return new RmTrainer(
        RewardModel.start(base, padTokenId, seed, speaks, adaptation, manager), settings, manager);
  }

  /** Goes on where a checkpoint of a whole model ends. */
  static RmTrainer resume(Path checkpoint, RmSettings settings, NDManager manager)
      throws IOException {
    Path state = checkpoint.resolve(STATE);
    RmTrainer trainer =
        new RmTrainer(
            RewardModel.resume(checkpoint, state, settings.precision(), manager),
            settings,
            manager);
    trainer.restore(checkpoint);
    return trainer;
  }

  /** Goes on with a checkpoint's optimizer. */
  void restore(Path checkpoint) throws IOException {
    optimizer.restore(checkpoint.resolve(STATE).resolve(OPTIMIZER));
  }

  /**
   * One optimizer step on the loss of a batch.
   *
   * @param givenUp whether to give up, asked before each micro-batch; then nothing is learnt
   * @return empty when it was given up
   */
  Optional<Learnt> step(List<EncodedPair> pairs, double learningRate, BooleanSupplier givenUp) {
    List<EncodedPair> batch = pairs.stream().map(this::learnt).toList();
    double pairScale = 1.0 / batch.size();
    int learntTokens = batch.stream().mapToInt(pair -> pair.chosen().responseTokens()).sum();
    double tokenScale = settings.lmLossCoefficient() / Math.max(1, learntTokens);
    List<Part> parts = new ArrayList<>();
    for (MicroBatch part : MicroBatch.splitPairs(batch, settings.microBatchSize())) {
      if (givenUp.getAsBoolean()) {
        return Optional.empty();
      }
      parts.addAll(
          lanes.each(
              part.dealPairs(lanes),
              (rows, lane) -> addGradients(rows, pairScale, tokenScale, lane)));
    }
    double pairLoss = parts.stream().mapToDouble(Part::pairLoss).sum();
    double tokenLoss = parts.stream().mapToDouble(Part::tokenLoss).sum();
    if (!Double.isFinite(pairLoss + tokenLoss)) {
      throw new InvalidInputException(
          "the loss is not a finite number any more: lower learningRate, or check the model's weights");
    }
    return Optional.of(
        new Learnt(
            pairLoss,
            settings.lmLossCoefficient() > 0 ? tokenLoss / settings.lmLossCoefficient() : 0,
            rewards(parts),
            optimizer.step(learningRate)));
  }

  private EncodedPair learnt(EncodedPair pair) {
    if (settings.lmLossCoefficient() == 0) {
      return pair.rewardsOnly();
    }
    return switch (settings.lmLossOn()) {
      case ANSWER -> pair;
      case DIALOGUE -> pair.wholeDialogue();
    };
  }

  private Part addGradients(MicroBatch part, double pairScale, double tokenScale, int lane) {
    try (NDManager scope = model.model().manager().newSubManager()) {
      NDList result =
          module.callWithGradients(
              "rm_gradients",
              scope,
              model.weights(),
              optimizer.gradients(lane),
              part.ids(scope),
              part.lengths(scope),
              part.positions(scope),
              part.targets(scope),
              pairScale,
              tokenScale);
      return new Part(
          result.get(0).getFloat(), result.get(1).getFloat(), result.get(2).toFloatArray());
    }
  }

  private static PairRewards rewards(List<Part> parts) {
    int pairs = parts.stream().mapToInt(part -> part.rewards().length / 2).sum();
    double[] chosen = new double[pairs];
    double[] rejected = new double[pairs];
    int pair = 0;
    for (Part part : parts) {
      int half = part.rewards().length / 2;
      for (int i = 0; i < half; i++) {
        chosen[pair] = part.rewards()[i];
        rejected[pair++] = part.rewards()[half + i];
      }
    }
    return new PairRewards(chosen, rejected);
  }

  long checkpointBytes() {
    return optimizer.checkpointBytes();
  }

  /**
   * Writes the reward model as a Hugging Face folder, or its adapter as PEFT's, with the trainer's
   * state beside it.
   */
  void save(HuggingFaceFolder base, Path folder) throws IOException {
    base.write(model.model(), folder);
    Path state = Files.createDirectories(folder.resolve(STATE));
    model.saveState(state);
    optimizer.save(state.resolve(OPTIMIZER));
  }

  @Override
  public void close() {
    optimizer.close();
    model.close();
  }
}
