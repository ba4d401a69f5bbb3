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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ValueGradientsTest {

  private static final double EPSILON = 0.2;
  private static final int TOKENS = 11;

  private final NDManager manager = TorchRuntime.manager();

  @AfterEach
  void close() {
    manager.close();
  }

  /** Old values near the critic's, so that some are clipped and some are not. */
  private record Update(ValueModel critic, List<float[]> old, List<float[]> returns) {

    static Update of(Transformer model) {
      ValueModel critic = new ValueModel(model, Activations.KEPT);
      List<float[]> old = critic.values(AnswerBatch.of(Rollouts.RAGGED));
      List<float[]> returns = old.stream().map(float[]::clone).toList();
      for (int row = 0; row < old.size(); row++) {
        for (int t = 0; t < old.get(row).length; t++) {
          old.get(row)[t] += 0.35f * (float) Math.sin(3 * row + t);
          returns.get(row)[t] += (float) Math.cos(2 * row + 5 * t);
        }
      }
      return new Update(critic, old, returns);
    }

    ValueModel.Errors run(Map<String, NDArray> gradients, double epsilon, Integer... rows) {
      List<Integer> part = List.of(rows);
      return critic.addGradients(
          gradients,
          AnswerBatch.of(part.stream().map(Rollouts.RAGGED::get).toList()),
          Gradients.flat(part, old),
          Gradients.flat(part, returns),
          epsilon,
          1.0 / TOKENS);
    }
  }

  @Test
  void tellsLossAndClippingAsALoopDoes() throws IOException {
    Transformer model = TinyLlama.rewardModel(5, manager);
    Update update = Update.of(model);
    List<float[]> now = update.critic.values(AnswerBatch.of(Rollouts.RAGGED));
    double loss = 0;
    double clipped = 0;
    for (int row = 0; row < now.size(); row++) {
      for (int t = 0; t < now.get(row).length; t++) {
        double value = now.get(row)[t];
        double old = update.old.get(row)[t];
        double near = Math.max(old - EPSILON, Math.min(old + EPSILON, value));
        double free = Math.pow(value - update.returns.get(row)[t], 2);
        double bound = Math.pow(near - update.returns.get(row)[t], 2);
        loss += Math.max(free, bound) / 2 / TOKENS;
        clipped += bound > free ? 1.0 / TOKENS : 0;
      }
    }

    ValueModel.Errors errors = update.run(Gradients.zeros(model), EPSILON, 0, 1, 2, 3);

    assertThat(errors.loss()).isCloseTo(loss, within(1e-5));
    assertThat(errors.clipped()).isCloseTo(clipped, within(1e-6)).isBetween(0.1, 0.9);
  }

  @Test
  void theGradientIsTheSlopeOfTheLoss() throws IOException {
    Transformer model = TinyLlama.rewardModel(5, manager);
    Update update = Update.of(model);
    Map<String, NDArray> gradients = Gradients.zeros(model);
    update.run(gradients, EPSILON, 0, 1, 2, 3);

    assertThat(gradients).containsKey("score.weight");
    Gradients.assertSlopes(
        model, gradients, () -> update.run(Gradients.zeros(model), EPSILON, 0, 1, 2, 3).loss());
  }

  @Test
  void microBatchesAddUpHoweverTheyAreCut() throws IOException {
    Transformer model = TinyLlama.rewardModel(5, manager);
    Update update = Update.of(model);
    Map<String, NDArray> whole = Gradients.zeros(model);
    Map<String, NDArray> split = Gradients.zeros(model);

    double together = update.run(whole, EPSILON, 0, 1, 2, 3).loss();
    ValueModel.Errors apart =
        update.run(split, EPSILON, 2).and(update.run(split, EPSILON, 3, 0, 1));

    assertThat(apart.loss()).isCloseTo(together, within(1e-6));
    Gradients.assertEqual(split, whole);
  }

  @Test
  void anInfiniteBoundClipsNothing() throws IOException {
    Transformer model = TinyLlama.rewardModel(5, manager);
    Update update = Update.of(model);

    assertThat(update.run(Gradients.zeros(model), Double.POSITIVE_INFINITY, 0, 1, 2, 3).clipped())
        .isZero();
  }

  @Test
  void theRewardIsTheHeadAtTheLastTokenPaddedOrNot() throws IOException {
    ValueModel model = new ValueModel(TinyLlama.rewardModel(5, manager), Activations.KEPT);
    float[] together = model.rewards(AnswerBatch.of(Rollouts.RAGGED));

    for (int row = 0; row < together.length; row++) {
      Rollout rollout = Rollouts.RAGGED.get(row);
      assertThat(together[row])
          .isCloseTo(model.rewards(AnswerBatch.of(List.of(rollout)))[0], within(1e-5f));
    }
    // The value before a token is what the head gives where the text ends there.
    Rollout first = Rollouts.RAGGED.get(0);
    Rollout shorter = new Rollout(first.prompt(), new long[] {5, 9}, false);
    assertThat(model.values(AnswerBatch.of(Rollouts.RAGGED)).get(0)[2])
        .isCloseTo(model.rewards(AnswerBatch.of(List.of(shorter)))[0], within(1e-5f));
  }
}
