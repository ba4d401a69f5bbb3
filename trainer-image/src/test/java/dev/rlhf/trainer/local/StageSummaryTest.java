package dev.rlhf.trainer.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.plan.Stage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageSummaryTest {
  @TempDir Path attempt;

  @Test
  void eachTellingFigureIsARow() throws IOException {
    figures(
        """
        {"step":1,"loss":6.5,"accuracy":0.5,"tokens":100.0,"tokens_per_second":200.0}
        {"step":2,"loss":0.25,"accuracy":0.875,"tokens":300.0,"tokens_per_second":200.0}
        """);

    assertThat(printed(Stage.RM))
        .isEqualToNormalizingNewlines(
            """
              loss               6.5000 ->   0.2500
              accuracy           0.5000 ->   0.8750
              training         2 steps, 2.0 s, 200 tokens/s
              checkpoint       %s

            """
                .formatted(attempt.resolve("step-2")));
  }

  @Test
  void ofAnEvaluationOnlyThePlaceIsTold() throws IOException {
    figures("{\"step\":1,\"gold_sft\":0.5}\n");

    assertThat(printed(Stage.EVAL))
        .isEqualToNormalizingNewlines(
            "  checkpoint       %s\n\n".formatted(attempt.resolve("step-2")));
  }

  @Test
  void samplesLieBesideTheCheckpoint() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Files.writeString(
        attempt.resolve("samples.jsonl"),
        "{\"prompt\":\"Hello?\",\"answer\":\"Hi.\",\"step\":2}\n");

    StageSamples.print(attempt.resolve("step-2"), new PrintStream(out));

    assertThat(out.toString()).isEqualToNormalizingNewlines("  Hello?\n  -> Hi.\n\n");
  }

  private void figures(String rows) throws IOException {
    Files.writeString(attempt.resolve("figures.jsonl"), rows);
  }

  private String printed(Stage stage) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StageSummary.of(stage, attempt.resolve("step-2")).print(new PrintStream(out));
    return out.toString();
  }
}
