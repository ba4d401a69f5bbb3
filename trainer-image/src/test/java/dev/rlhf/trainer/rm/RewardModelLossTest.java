package dev.rlhf.trainer.rm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.model.Activations;
import dev.rlhf.trainer.model.Adaptation;
import dev.rlhf.trainer.model.Decoder;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.Scoring;
import dev.rlhf.trainer.model.TinyLlama;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.tensor.TorchModule;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RewardModelLossTest {

  /** Prompt [3, 17] and answers; pad id 0 stands in an answer too, where it counts. */
  private static final Pair FIRST =
      new Pair(new long[] {3, 17, 5, 9, 0}, new long[] {3, 17, 11, 0}, 2);

  private static final Pair SECOND = new Pair(new long[] {8, 21, 0}, new long[] {8, 30, 2, 6}, 1);
  private static final int PAIRS = 2;
  private static final int TOKENS = 5;
  private static final double COEFFICIENT = 0.7;

  private final NDManager manager = TorchRuntime.manager();

  @TempDir private Path folder;

  private Activations activations = Activations.KEPT;

  private record Pair(long[] chosen, long[] rejected, int prompt) {}

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isTheRankingLossAndTheMeanLossOfTheChosenAnswers(boolean tied) throws IOException {
    RewardModel model = model(tied, true);
    Outcome outcome = run(model, 6, FIRST, SECOND);

    double[] rewards = new double[4];
    long[][] texts = {FIRST.chosen, SECOND.chosen, FIRST.rejected, SECOND.rejected};
    for (int i = 0; i < texts.length; i++) {
      rewards[i] = rewardAlone(model, texts[i]);
      assertThat((double) outcome.rewards[i]).isCloseTo(rewards[i], within(1e-5));
    }
    double expected = 0;
    for (int i = 0; i < PAIRS; i++) {
      expected += Math.log1p(Math.exp(rewards[i + PAIRS] - rewards[i])) / PAIRS;
    }
    assertThat(outcome.pairLoss).isCloseTo(expected, within(1e-5));
    assertThat(outcome.tokenLoss).isCloseTo(COEFFICIENT * chosenLoss(tied), within(1e-5));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theGradientIsTheSlopeOfTheLoss(boolean tied) throws IOException {
    RewardModel model = model(tied, true);
    Map<String, NDArray> gradients = run(model, 5, FIRST, SECOND).gradients;
    // A token of the input, whose embedding matters also where the head is another matrix.
    int element = 17 * 16 + 3;
    gradients.forEach(
        (name, gradient) -> {
          int index = (int) Math.min(element, gradient.getShape().size() - 1);
          double slope = slope(model, model.learnt().get(name), index);
          assertThat((double) gradient.toFloatArray()[index])
              .as(name)
              .isCloseTo(slope, within(1e-3 + 1e-2 * Math.abs(slope)));
        });
    assertThat(gradients).containsKey("score.weight");
    assertThat(gradients.containsKey("lm_head.weight")).isEqualTo(!tied);
  }

  @Test
  void microBatchesAddUpToTheBatch() throws IOException {
    RewardModel model = model(false, true);
    Map<String, NDArray> whole = run(model, 5, FIRST, SECOND).gradients;
    Map<String, NDArray> split = run(model, 5, FIRST).gradients;
    Map<String, NDArray> rest = run(model, 4, SECOND).gradients;

    whole.forEach((name, g) -> assertClose(name, split.get(name).add(rest.get(name)), g));
  }

  @Test
  void paddingChangesNoFigure() throws IOException {
    RewardModel model = model(true, true);
    Outcome tight = run(model, 5, FIRST, SECOND);
    Outcome padded = run(model, 9, FIRST, SECOND);

    assertThat(padded.pairLoss).isCloseTo(tight.pairLoss, within(1e-6));
    assertThat(padded.tokenLoss).isCloseTo(tight.tokenLoss, within(1e-6));
    assertThat(padded.rewards).containsExactly(tight.rewards, within(1e-6f));
    tight.gradients.forEach((name, g) -> assertClose(name, padded.gradients.get(name), g));
  }

  @Test
  void withoutALanguageLossTheHeadIsNotNeeded() throws IOException {
    RewardModel model = model(false, false);
    Outcome outcome = run(model, 5, FIRST, SECOND);

    assertThat(outcome.tokenLoss).isZero();
    assertThat(outcome.gradients).doesNotContainKey("lm_head.weight");
    assertThat(outcome.gradients.get("score.weight").abs().max().getFloat()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"true, true", "false, true", "false, false"})
  void recomputedActivationsGiveTheSameBits(boolean tied, boolean speaks) throws IOException {
    RewardModel model = model(tied, speaks);
    Outcome kept = run(model, 5, FIRST, SECOND);
    activations = Activations.RECOMPUTED;
    Outcome recomputed = run(model, 5, FIRST, SECOND);

    assertThat(recomputed.rewards).containsExactly(kept.rewards);
    kept.gradients.forEach(
        (name, g) ->
            assertThat(recomputed.gradients.get(name).toFloatArray())
                .as(name)
                .containsExactly(g.toFloatArray()));
  }

  private RewardModel model(boolean tied, boolean speaks) throws IOException {
    try (Transformer base = TinyLlama.model(tied, manager)) {
      HuggingFaceFolder.writeModel(base, folder);
    }
    RewardModel model =
        RewardModel.start(HuggingFaceFolder.open(folder), 0, 7, speaks, Adaptation.none(), manager);
    // A head of this size makes rewards that are far enough from 0 to be told apart.
    NDArray score = model.learnt().get("score.weight");
    score.mul(20).copyTo(score);
    return model;
  }

  /** The head's product with the last hidden state of a text that stands alone. */
  private double rewardAlone(RewardModel model, long[] text) {
    NDArray ids = manager.create(text, new Shape(1, text.length));
    float[] hidden =
        model
            .model()
            .compile(new Decoder())
            .call(
                "states_at",
                manager,
                model.weights(),
                ids,
                manager.create(new long[] {text.length - 1}))
            .singletonOrThrow()
            .toFloatArray();
    float[] score = model.learnt().get("score.weight").toFloatArray();
    double reward = 0;
    for (int i = 0; i < score.length; i++) {
      reward += score[i] * hidden[i];
    }
    return reward;
  }

  /** The mean over all tokens of the chosen answers, scored by the language model itself. */
  private double chosenLoss(boolean tied) throws IOException {
    double sum = 0;
    try (Transformer base = HuggingFaceFolder.open(folder).load(manager)) {
      for (Pair pair : List.of(FIRST, SECOND)) {
        long[] targets = Arrays.copyOfRange(pair.chosen, pair.prompt, pair.chosen.length);
        long[] positions = new long[targets.length];
        Arrays.setAll(positions, i -> pair.prompt - 1 + i);
        NDArray ids = manager.create(pair.chosen, new Shape(1, pair.chosen.length));
        sum +=
            base.compile(new Scoring())
                .call(
                    "score",
                    manager,
                    base.weights(),
                    ids,
                    manager.create(positions),
                    manager.create(targets))
                .singletonOrThrow()
                .sum()
                .getFloat();
      }
    }
    return -sum / TOKENS;
  }

  private record Outcome(
      double pairLoss, double tokenLoss, float[] rewards, Map<String, NDArray> gradients) {}

  private Outcome run(RewardModel model, int width, Pair... pairs) {
    List<long[]> texts = new ArrayList<>();
    List<Long> positions = new ArrayList<>();
    List<Long> targets = new ArrayList<>();
    for (Pair pair : pairs) {
      for (int t = pair.prompt; t < pair.chosen.length; t++) {
        positions.add((long) texts.size() * width + t - 1);
        targets.add(pair.chosen[t]);
      }
      texts.add(pair.chosen);
    }
    for (Pair pair : pairs) {
      texts.add(pair.rejected);
    }
    boolean speaks = model.learnt().containsKey("lm_head.weight") || isTied(model);
    return run(model, width, texts, speaks ? positions : List.of(), speaks ? targets : List.of());
  }

  private static boolean isTied(RewardModel model) {
    return model.model().config().tiedEmbeddings();
  }

  private Outcome run(
      RewardModel model, int width, List<long[]> texts, List<Long> positions, List<Long> targets) {
    long[] ids = new long[texts.size() * width];
    long[] lengths = new long[texts.size()];
    for (int i = 0; i < texts.size(); i++) {
      lengths[i] = texts.get(i).length;
      System.arraycopy(texts.get(i), 0, ids, i * width, texts.get(i).length);
    }
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    model
        .learnt()
        .forEach((name, p) -> gradients.put(name, manager.zeros(p.getShape(), DataType.FLOAT32)));
    TorchModule module = model.model().compile(activations, new RewardModelLoss());
    NDList result =
        module.callWithGradients(
            "rm_gradients",
            manager,
            model.weights(),
            gradients,
            manager.create(ids, new Shape(texts.size(), width)),
            manager.create(lengths),
            manager.create(positions.stream().mapToLong(p -> p).toArray()),
            manager.create(targets.stream().mapToLong(p -> p).toArray()),
            1.0 / PAIRS,
            COEFFICIENT / TOKENS);
    return new Outcome(
        result.get(0).getFloat(),
        result.get(1).getFloat(),
        result.get(2).toFloatArray(),
        gradients);
  }

  private double slope(RewardModel model, NDArray parameter, int index) {
    float step = 4e-3f;
    NDArray original = parameter.duplicate();
    double[] losses = new double[2];
    for (int side = 0; side < 2; side++) {
      float[] shifted = original.toFloatArray();
      shifted[index] += side == 0 ? -step : step;
      manager.create(shifted, parameter.getShape()).copyTo(parameter);
      Outcome outcome = run(model, 5, FIRST, SECOND);
      losses[side] = outcome.pairLoss + outcome.tokenLoss;
    }
    original.copyTo(parameter);
    return (losses[1] - losses[0]) / (2 * step);
  }

  private static void assertClose(String name, NDArray actual, NDArray expected) {
    assertThat(actual.sub(expected).abs().max().getFloat())
        .as(name)
        .isLessThanOrEqualTo(1e-6f + 1e-5f * expected.abs().max().getFloat());
    assertThat(expected.abs().max().getFloat()).as(name).isPositive();
  }
}
