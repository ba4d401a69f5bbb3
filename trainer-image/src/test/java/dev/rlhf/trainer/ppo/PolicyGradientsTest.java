package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.rlhf.trainer.model.Activations;
import dev.rlhf.trainer.model.TinyLlama;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyGradientsTest {

  private static final double TEMPERATURE = 0.7;
  private static final double EPSILON = 0.2;
  private static final int TOKENS = 11;

  private final NDManager manager = TorchRuntime.manager();

  @AfterEach
  void close() {
    manager.close();
  }

  /** Old log-probabilities near the policy's, so that some ratios are clipped and some are not. */
  private record Update(
      Policy policy, List<float[]> old, List<float[]> advantages, double entropyCoefficient) {

    static Update of(Transformer model) {
      return of(model, 0);
    }

    static Update of(Transformer model, double entropyCoefficient) {
      Policy policy = new Policy(model, TEMPERATURE, Activations.KEPT);
      List<float[]> old = policy.score(AnswerBatch.of(Rollouts.RAGGED)).logProbs();
      List<float[]> advantages = old.stream().map(float[]::clone).toList();
      for (int row = 0; row < old.size(); row++) {
        for (int t = 0; t < old.get(row).length; t++) {
          old.get(row)[t] += 0.35f * (float) Math.sin(3 * row + t);
          advantages.get(row)[t] = (float) Math.cos(2 * row + 5 * t);
        }
      }
      return new Update(policy, old, advantages, entropyCoefficient);
    }

    Policy.Gains run(Map<String, NDArray> gradients, Integer... rows) {
      List<Integer> part = List.of(rows);
      return policy.addGradients(
          gradients,
          AnswerBatch.of(part.stream().map(Rollouts.RAGGED::get).toList()),
          Gradients.flat(part, old),
          Gradients.flat(part, advantages),
          EPSILON,
          entropyCoefficient,
          1.0 / TOKENS);
    }
  }

  @Test
  void tellsLossClippingAndDistanceAsALoopDoes() throws IOException {
    Transformer model = TinyLlama.model(true, manager);
    Update update = Update.of(model);
    List<float[]> now = update.policy.score(AnswerBatch.of(Rollouts.RAGGED)).logProbs();
    double[] expected = new double[4];
    for (int row = 0; row < now.size(); row++) {
      for (int t = 0; t < now.get(row).length; t++) {
        double log = now.get(row)[t] - update.old.get(row)[t];
        double ratio = Math.exp(log);
        double advantage = update.advantages.get(row)[t];
        double clipped = Math.max(1 - EPSILON, Math.min(1 + EPSILON, ratio));
        expected[0] += Math.max(-advantage * ratio, -advantage * clipped) / TOKENS;
        expected[1] += -advantage * clipped > -advantage * ratio ? 1.0 / TOKENS : 0;
        expected[2] += (ratio - 1 - log) / TOKENS;
        expected[3] = Math.max(expected[3], Math.abs(ratio - 1));
      }
    }

    Policy.Gains gains = update.run(Gradients.zeros(model), 0, 1, 2, 3);

    assertThat(gains.loss()).isCloseTo(expected[0], within(1e-5));
    assertThat(gains.clipped()).isCloseTo(expected[1], within(1e-6)).isBetween(0.1, 0.9);
    assertThat(gains.approxKl()).isCloseTo(expected[2], within(1e-5));
    assertThat(gains.deviation()).isCloseTo(expected[3], within(1e-5));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theGradientIsTheSlopeOfTheLoss(boolean tied) throws IOException {
    Transformer model = TinyLlama.model(tied, manager);
    Update update = Update.of(model);
    Map<String, NDArray> gradients = Gradients.zeros(model);
    update.run(gradients, 0, 1, 2, 3);

    Gradients.assertSlopes(
        model, gradients, () -> update.run(Gradients.zeros(model), 0, 1, 2, 3).loss());
  }

  @Test
  void theEntropyBonusAddsToTheGradientAndNotToTheFigure() throws IOException {
    Transformer model = TinyLlama.model(true, manager);
    Map<String, NDArray> plain = Gradients.zeros(model);
    Map<String, NDArray> both = Gradients.zeros(model);
    Map<String, NDArray> twice = Gradients.zeros(model);

    double loss = Update.of(model).run(plain, 0, 1, 2, 3).loss();
    assertThat(Update.of(model, 0.5).run(both, 0, 1, 2, 3).loss()).isEqualTo(loss);
    Update.of(model, 1).run(twice, 0, 1, 2, 3);

    Map<String, NDArray> bonus = new LinkedHashMap<>();
    both.forEach((name, gradient) -> bonus.put(name, gradient.sub(plain.get(name)).mul(2)));
    Map<String, NDArray> wholeBonus = new LinkedHashMap<>();
    twice.forEach((name, gradient) -> wholeBonus.put(name, gradient.sub(plain.get(name))));
    Gradients.assertEqual(bonus, wholeBonus);
    Gradients.assertSlopes(model, wholeBonus, () -> -meanEntropy(model));
  }

  private static double meanEntropy(Transformer model) {
    List<float[]> rows =
        new Policy(model, TEMPERATURE, Activations.KEPT)
            .score(AnswerBatch.of(Rollouts.RAGGED))
            .entropies();
    double sum = 0;
    for (float[] row : rows) {
      for (float entropy : row) {
        sum += entropy;
      }
    }
    return sum / TOKENS;
  }

  @Test
  void microBatchesAddUpHoweverTheyAreCut() throws IOException {
    Transformer model = TinyLlama.model(true, manager);
    Update update = Update.of(model);
    Map<String, NDArray> whole = Gradients.zeros(model);
    Map<String, NDArray> split = Gradients.zeros(model);

    Policy.Gains together = update.run(whole, 0, 1, 2, 3);
    Policy.Gains apart =
        update.run(split, 2).and(update.run(split, 3, 0)).and(update.run(split, 1));

    assertThat(apart.loss()).isCloseTo(together.loss(), within(1e-6));
    assertThat(apart.clipped()).isCloseTo(together.clipped(), within(1e-6));
    Gradients.assertEqual(split, whole);
  }

  @Test
  void anUnchangedPolicyHasRatioOne() throws IOException {
    Policy policy = new Policy(TinyLlama.model(true, manager), TEMPERATURE, Activations.KEPT);
    AnswerBatch batch = AnswerBatch.of(Rollouts.RAGGED);
    float[] old = Gradients.flat(List.of(0, 1, 2, 3), policy.score(batch).logProbs());

    Policy.Gains gains =
        policy.addGradients(
            Gradients.zeros(policy.model()), batch, old, new float[TOKENS], EPSILON, 0, 1);

    assertThat(gains.deviation()).isZero();
    assertThat(gains.clipped()).isZero();
    assertThat(gains.approxKl()).isZero();
  }
}
