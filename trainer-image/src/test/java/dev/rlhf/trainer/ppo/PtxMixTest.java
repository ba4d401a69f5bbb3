package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.rlhf.trainer.data.MicroBatch;
import dev.rlhf.trainer.model.Activations;
import dev.rlhf.trainer.model.Scoring;
import dev.rlhf.trainer.model.TinyLlama;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.sft.SftLoss;
import dev.rlhf.trainer.tensor.Lanes;
import dev.rlhf.trainer.tensor.TorchModule;
import dev.rlhf.trainer.tensor.TorchRuntime;
import dev.rlhf.trainer.tokens.EncodedDialogue;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PtxMixTest {

  private static final List<EncodedDialogue> TEXTS =
      List.of(text(3, 17, 5, 9, 2), text(8, 2), text(11, 30, 4));
  private static final int TOKENS = 7;
  private static final double STEP = 1e-5;

  private final NDManager manager = TorchRuntime.manager();

  @AfterEach
  void close() {
    manager.close();
  }

  static EncodedDialogue text(int... ids) {
    return new EncodedDialogue(ids, IntStream.range(1, ids.length).toArray(), false);
  }

  private static PtxMix mix(double coefficient, int microBatchSize) {
    return new PtxMix(TEXTS, coefficient, TEXTS.size(), microBatchSize, Draws.of(1));
  }

  @Test
  void isTheMeanOverAllTokensButTheFirstOfEachText() throws IOException {
    Transformer model = TinyLlama.model(true, manager);
    MicroBatch all = new MicroBatch(TEXTS);
    float[] logProbs =
        model
            .compile(new Scoring())
            .call(
                "score",
                manager,
                model.weights(),
                all.ids(manager),
                all.positions(manager),
                all.targets(manager))
            .singletonOrThrow()
            .toFloatArray();
    assertThat(logProbs).hasSize(TOKENS);
    double expected =
        -IntStream.range(0, TOKENS).mapToDouble(n -> logProbs[n]).average().orElseThrow();

    double loss =
        loss(mix(0.3, 8), new Policy(model, 0.7, Activations.KEPT), Gradients.zeros(model));

    assertThat(loss).isCloseTo(expected, within(1e-5));
  }

  @Test
  void theCoefficientAndTheSplitChangeTheGradientAsTheyShould() throws IOException {
    Transformer model = TinyLlama.model(true, manager);
    Policy policy = new Policy(model, 1, Activations.KEPT);
    Map<String, NDArray> once = Gradients.zeros(model);
    Map<String, NDArray> parts = Gradients.zeros(model);

    loss(mix(1, 8), policy, once);
    loss(mix(2, 1), policy, parts);

    parts.values().forEach(gradient -> gradient.muli(0.5));
    Gradients.assertEqual(parts, once);
  }

  /** In float64: the loss with another weight, less the loss with the one before. */
  @Test
  void theGradientIsTheSlopeOfTheLoss() throws IOException {
    Transformer model = TinyLlama.model(false, manager);
    Map<String, NDArray> weights = new LinkedHashMap<>();
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    model
        .weights()
        .forEach((name, weight) -> weights.put(name, weight.toType(DataType.FLOAT64, true)));
    model
        .parameters()
        .forEach(
            (name, weight) ->
                gradients.put(name, manager.zeros(weight.getShape(), DataType.FLOAT64)));
    TorchModule module = model.compile(new SftLoss());
    MicroBatch all = new MicroBatch(TEXTS);
    Object[] batch = {all.ids(manager), all.positions(manager), all.targets(manager), 0.3 / TOKENS};
    module.callWithGradients(
        "sft_gradients", manager, weights, gradients, batch[0], batch[1], batch[2], batch[3]);

    gradients.forEach(
        (name, gradient) -> {
          int index = (int) Math.min(17 * 16 + 3, gradient.getShape().size() - 1);
          double[] losses = new double[2];
          for (int side = 0; side < 2; side++) {
            double[] shifted = weights.get(name).toDoubleArray();
            shifted[index] += side == 0 ? -STEP : STEP;
            Map<String, NDArray> moved = new LinkedHashMap<>(weights);
            moved.put(name, manager.create(shifted, gradient.getShape()));
            losses[side] =
                module
                    .call("sft_loss", manager, moved, batch[0], batch[1], batch[2], batch[3])
                    .singletonOrThrow()
                    .getDouble();
          }
          assertThat(gradient.toDoubleArray()[index])
              .as(name)
              .isCloseTo((losses[1] - losses[0]) / (2 * STEP), within(1e-8));
        });
  }

  @Test
  void isGivenUpBetweenMicroBatches() throws IOException {
    Transformer model = TinyLlama.model(true, manager);
    int[] asked = {0};

    assertThat(
            mix(1, 1)
                .addGradients(
                    new Policy(model, 1, Activations.KEPT),
                    lane -> Gradients.zeros(model),
                    1,
                    () -> asked[0]++ == 2))
        .isEmpty();
  }

  private static double loss(PtxMix mix, Policy policy, Map<String, NDArray> gradients) {
    List<Map<String, NDArray>> lanes =
        Stream.generate(() -> Gradients.zeros(policy.model())).limit(Lanes.MOST).toList();
    double loss = mix.addGradients(policy, lanes::get, 1, () -> false).orElseThrow();
    lanes.forEach(lane -> lane.forEach((name, part) -> gradients.get(name).addi(part)));
    return loss;
  }
}
