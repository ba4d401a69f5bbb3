package dev.rlhf.trainer.rm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.trainer.generate.RewardScorer;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reference is PyTorch and transformers: e2e/interop/rm_reference.py. */
class RmParityTest {
  private static final double RELATIVE = 1e-4;
  private static final double ABSOLUTE = 1e-4;

  /**
   * Relative to the larger norm: means of rewards may be near 0, where only the size of one counts.
   */
  private static final List<String> REWARDS =
      List.of("margin_mean", "reward_chosen_mean", "reward_rejected_mean", "accuracy");

  private static final List<String> LOSSES =
      List.of("loss", "rm_loss", "lm_loss", "brier_score", "grad_norm", "learning_rate");

  @TempDir private Path root;

  static Stream<Named<JsonNode>> cases() throws IOException {
    return StreamSupport.stream(RmFixture.expected().get("cases").spliterator(), false)
        .map(given -> Named.of(given.get("name").asText(), given));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void learnsAsTheReferenceDoes(JsonNode given) throws IOException {
    RmFixture stage = new RmFixture(root);
    ExitCode end = stage.run(stage.of(given), 1);

    assertThat(end).isEqualTo(ExitCode.DONE);
    List<JsonNode> figures = stage.figures(1);
    JsonNode expected = given.get("steps");
    assertThat(figures).hasSizeGreaterThanOrEqualTo(expected.size());
    assertThat(expected.size()).isGreaterThanOrEqualTo(20);
    for (int i = 0; i < expected.size(); i++) {
      compare(figures.get(i), expected.get(i), i + 1);
    }
  }

  private static void compare(JsonNode actual, JsonNode expected, int step) {
    for (String figure : LOSSES) {
      assertThat(actual.has(figure)).as(figure).isEqualTo(expected.has(figure));
      double value = expected.path(figure).asDouble();
      assertThat(actual.path(figure).asDouble())
          .as("%s of step %d", figure, step)
          .isCloseTo(value, within(RELATIVE * value));
    }
    for (String figure : REWARDS) {
      assertThat(actual.get(figure).asDouble())
          .as("%s of step %d", figure, step)
          .isCloseTo(expected.get(figure).asDouble(), within(ABSOLUTE));
    }
  }

  @Test
  void rewardsEqualTransformersScoreHeadAtTheLastToken() throws IOException {
    List<long[]> rows = new ArrayList<>();
    List<Double> expected = new ArrayList<>();
    for (JsonNode row : RmFixture.expected().get("rewards")) {
      rows.add(
          StreamSupport.stream(row.get("tokens").spliterator(), false)
              .mapToLong(JsonNode::asLong)
              .toArray());
      expected.add(row.get("reward").asDouble());
    }
    try (NDManager manager = TorchRuntime.manager()) {
      RewardScorer scorer =
          new RewardScorer(HuggingFaceFolder.open(RmFixture.CLASSIFIER).load(manager));
      float[] padded = scorer.rewards(rows);
      for (int i = 0; i < padded.length; i++) {
        assertThat((double) padded[i]).isCloseTo(expected.get(i), within(ABSOLUTE));
        assertThat(scorer.rewards(List.of(rows.get(i)))[0]).isCloseTo(padded[i], within(1e-5f));
      }
    }
  }
}
