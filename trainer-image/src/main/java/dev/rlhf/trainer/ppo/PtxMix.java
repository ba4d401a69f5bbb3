package dev.rlhf.trainer.ppo;

import ai.djl.ndarray.NDArray;
import dev.rlhf.plan.PpoSettings;
import dev.rlhf.trainer.data.MicroBatch;
import dev.rlhf.trainer.tensor.Lanes;
import dev.rlhf.trainer.tokens.EncodedDialogue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/**
 * PPO-ptx: coefficient * mean of -log p(y_n | before) over the tokens of pre-training texts, which
 * is added to the loss of each of the policy's optimizer steps.
 *
 * <p>The mean is over all tokens of the step's texts but the first of each, which nothing predicts.
 *
 * @param batchSize texts of one optimizer step
 * @see <a href="https://arxiv.org/abs/2307.04964">Zheng et al. 2023, section 5.4</a>
 * @see <a href="https://arxiv.org/abs/2203.02155">Ouyang et al. 2022, equation 2</a>
 */
record PtxMix(
    List<EncodedDialogue> texts,
    double coefficient,
    int batchSize,
    int microBatchSize,
    Draws draws) {

  static PtxMix of(PpoSettings settings, List<EncodedDialogue> texts, Draws draws) {
    return new PtxMix(
        texts,
        settings.ptxCoefficient(),
        settings.ptxBatchSize(),
        settings.microBatchSize(),
        draws);
  }

  /** Whether texts are learnt at all. */
  boolean isOn() {
    return coefficient > 0;
  }

  /**
   * Adds the gradient of an optimizer step of the policy, the first being 1.
   *
   * @param gradients each lane's buffers
   * @return the mean without its coefficient; empty when it was given up
   */
  OptionalDouble addGradients(
      Policy policy,
      IntFunction<Map<String, NDArray>> gradients,
      long step,
      BooleanSupplier givenUp) {
    Lanes lanes = Lanes.of(policy.model().manager());
    List<EncodedDialogue> batch =
        Arrays.stream(draws.texts(step, batchSize, texts.size())).mapToObj(texts::get).toList();
    double scale = coefficient / batch.stream().mapToInt(EncodedDialogue::responseTokens).sum();
    double loss = 0;
    for (MicroBatch part : MicroBatch.split(batch, microBatchSize)) {
      if (givenUp.getAsBoolean()) {
        return OptionalDouble.empty();
      }
      List<Double> losses =
          lanes.each(
              part.deal(lanes),
              (rows, lane) -> policy.addGradients(gradients.apply(lane), rows, scale));
      loss += losses.stream().mapToDouble(each -> each).sum();
    }
    return OptionalDouble.of(loss / coefficient);
  }
}
