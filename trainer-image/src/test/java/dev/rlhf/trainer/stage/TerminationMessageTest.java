package dev.rlhf.trainer.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.contract.Documents;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.contract.StageResult;
import dev.rlhf.manifest.CheckpointRef;
import dev.rlhf.plan.Stage;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminationMessageTest {
  private static final CheckpointRef CHECKPOINT = new CheckpointRef("p", "d".repeat(64), 7L);

  private static StageResult result(String message, Map<String, Double> figures) {
    return new StageResult(
        Stage.SFT,
        3,
        "pod",
        ExitCode.INVALID,
        message,
        CHECKPOINT,
        0,
        Map.of("model", "m"),
        Map.of("prompts", "p"),
        figures);
  }

  private static StageResult fitting(StageResult result) throws IOException {
    byte[] bytes = TerminationMessage.fitting(result);
    assertThat(bytes.length).isLessThan(StageResult.MAX_BYTES);
    return Documents.read(bytes, StageResult.class);
  }

  @Test
  void whatFitsIsWhole() throws IOException {
    StageResult result = result("Row 3 is wrong.", Map.of("loss", 1.5));

    assertThat(fitting(result)).isEqualTo(result);
  }

  @Test
  void theFiguresLastDigitsGoFirst() throws IOException {
    Map<String, Double> many = new HashMap<>();
    Map<String, Double> rounded = new HashMap<>();
    for (int i = 0; i < 120; i++) {
      many.put("a_figure_" + i, i % 2 == 0 ? -12.123456789012345 : 0.00123456789012345);
      rounded.put("a_figure_" + i, i % 2 == 0 ? -12.12 : 0.001235);
    }

    assertThat(fitting(result("Done.", many))).isEqualTo(result("Done.", rounded));
  }

  @Test
  void thenTheFigures() throws IOException {
    Map<String, Double> many = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      many.put("figure_" + i, 1.0);
    }

    assertThat(fitting(result("Row 3 is wrong.", many)))
        .isEqualTo(result("Row 3 is wrong.", Map.of()));
  }

  @Test
  void thenTheEndOfTheSentence() throws IOException {
    StageResult fitting = fitting(result("é".repeat(9000), Map.of("loss", 1.5)));

    assertThat(fitting.message()).startsWith("ééé").endsWith(" ...");
    assertThat(fitting.checkpoint()).isEqualTo(CHECKPOINT);
  }
}
