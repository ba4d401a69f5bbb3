package dev.rlhf.trainer.sft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.manifest.ChatFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SftParityTest {
  private static final double RELATIVE = 1e-4;

  @TempDir Path root;

  /** The reference is PyTorch and transformers: e2e/interop/sft_reference.py. */
  @ParameterizedTest
  @EnumSource(ChatFormat.class)
  void learnsAsTheReferenceDoes(ChatFormat format) throws IOException {
    SftFixture stage = new SftFixture(root);

    ExitCode end = stage.run(stage.config(format, 100, SftFixture.settings()), 1);

    assertThat(end).isEqualTo(ExitCode.DONE);
    JsonNode expected = SftFixture.expected(format).get("steps");
    List<JsonNode> figures = stage.figures(1);
    assertThat(figures).hasSize(expected.size()).hasSizeGreaterThanOrEqualTo(20);
    for (int i = 0; i < figures.size(); i++) {
      for (String figure : List.of("loss", "grad_norm", "learning_rate")) {
        double value = expected.get(i).get(figure).asDouble();
        assertThat(figures.get(i).get(figure).asDouble())
            .as("%s of step %d", figure, i + 1)
            .isCloseTo(value, within(RELATIVE * value));
      }
    }
  }
}
