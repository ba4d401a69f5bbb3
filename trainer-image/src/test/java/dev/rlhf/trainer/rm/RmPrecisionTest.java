package dev.rlhf.trainer.rm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.manifest.ChatFormat;
import dev.rlhf.manifest.Precision;
import dev.rlhf.plan.StageConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A reward model that computes in bf16 learns what it learns in fp32, but for the rounding. */
class RmPrecisionTest {

  @TempDir Path root;

  @ParameterizedTest
  @CsvSource({"tied,false", "untied,false", "tied,true"})
  void itIsNearFp32AndNotIt(String model, boolean adapter) throws Exception {
    List<JsonNode> full = figures(model, adapter, Precision.FP32);
    List<JsonNode> half = figures(model, adapter, Precision.BF16);

    assertThat(half).hasSameSizeAs(full);
    boolean differs = false;
    for (int step = 0; step < full.size(); step++) {
      for (String figure : List.of("loss", "lm_loss")) {
        double expected = full.get(step).path(figure).asDouble();
        double found = half.get(step).path(figure).asDouble();
        assertThat(found).as("%s of step %d", figure, step).isCloseTo(expected, within(0.05));
        differs |= found != expected;
      }
    }
    assertThat(differs).isTrue();
  }

  private List<JsonNode> figures(String model, boolean adapter, Precision precision)
      throws Exception {
    RmFixture stage =
        new RmFixture(Files.createDirectories(root.resolve(model + adapter + precision)));
    StageConfig config = stage.fromModel(RmFixture.model(model), ChatFormat.TOKENIZER, 1);
    config = RmFixture.in(precision, adapter ? RmFixture.adapting(config) : config);
    assertThat(stage.run(config, 1)).isEqualTo(ExitCode.DONE);
    return stage.figures(1);
  }
}
