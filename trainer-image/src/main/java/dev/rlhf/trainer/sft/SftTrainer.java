package dev.rlhf.trainer.sft;

import ai.djl.ndarray.NDManager;
import dev.rlhf.plan.OptimizerSettings;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.data.MicroBatch;
import dev.rlhf.trainer.model.Activations;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.optim.AdamWSettings;
import dev.rlhf.trainer.optim.Optimizer;
import dev.rlhf.trainer.tensor.Lanes;
import dev.rlhf.trainer.tensor.TorchModule;
import dev.rlhf.trainer.tokens.EncodedDialogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A model and its optimizer, which learn batch after batch. */
final class SftTrainer implements AutoCloseable {
  /** In a checkpoint's folder, beside the model. */
  private static final String OPTIMIZER = "trainer/optimizer.safetensors";

  private final Transformer model;
  private final Optimizer optimizer;
  private final TorchModule module;
  private final int microBatchSize;
  private final Lanes lanes;

  /** What a step gives. */
  record Learnt(double loss, double gradNorm) {}

  SftTrainer(
      Transformer model,
      OptimizerSettings settings,
      int microBatchSize,
      Activations activations,
      NDManager manager) {
    this.model = model;
    this.microBatchSize = microBatchSize;
    optimizer =
        new Optimizer(
            model.learnt(),
            new AdamWSettings(
                settings.beta1(),
                settings.beta2(),
                settings.epsilon(),
                settings.weightDecay(),
                settings.maxGradNorm()),
            manager);
    module = model.compile(activations, new SftLoss());
    lanes = Lanes.of(model.manager());
  }

  /**
   * One optimizer step on the mean loss over the batch's response tokens.
   *
   * @param givenUp whether to give up, asked before each micro-batch; then nothing is learnt
   * @return empty when it was given up
   */
  Optional<Learnt> step(List<EncodedDialogue> batch, double learningRate, BooleanSupplier givenUp) {
    double scale = 1.0 / batch.stream().mapToInt(EncodedDialogue::responseTokens).sum();
    double loss = 0;
    for (MicroBatch part : MicroBatch.split(batch, microBatchSize)) {
      if (givenUp.getAsBoolean()) {
        return Optional.empty();
      }
      List<Double> losses =
          lanes.each(part.deal(lanes), (rows, lane) -> addGradients(rows, scale, lane));
      loss += losses.stream().mapToDouble(each -> each).sum();
    }
    if (!Double.isFinite(loss)) {
      throw new InvalidInputException(
          "the loss is not a finite number any more: lower learningRate, or check the model's weights");
    }
    return Optional.of(new Learnt(loss, optimizer.step(learningRate)));
  }

  private double addGradients(MicroBatch part, double scale, int lane) {
    try (NDManager scope = model.manager().newSubManager()) {
      return module
          .callWithGradients(
              "sft_gradients",
              scope,
              model.weights(),
              optimizer.gradients(lane),
              part.ids(scope),
              part.positions(scope),
              part.targets(scope),
              scale)
          .singletonOrThrow()
          .getFloat();
    }
  }

  /**
   * Writes the model as a Hugging Face folder, or its adapter as PEFT's, with the optimizer's state
   * beside it.
   */
  void save(HuggingFaceFolder source, Path folder) throws IOException {
    source.write(model, folder);
    Path state = folder.resolve(OPTIMIZER);
    Files.createDirectories(state.getParent());
    optimizer.save(state);
  }

  /** Goes on with a checkpoint's optimizer. */
  void restore(Path folder) throws IOException {
    optimizer.restore(folder.resolve(OPTIMIZER));
  }

  long checkpointBytes() {
    return optimizer.checkpointBytes();
  }

  Transformer model() {
    return model;
  }

  @Override
  public void close() {
    optimizer.close();
    model.close();
  }
}
