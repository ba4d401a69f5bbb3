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
  void figuresOfAllStepsMakeOneRow() throws IOException {
    Files.writeString(
        attempt.resolve("figures.jsonl"),
        """
        {"step":1,"loss":6.5,"tokens":100.0,"step_seconds":0.5}
        {"step":2,"loss":0.25,"tokens":300.0,"step_seconds":1.5}
        """);
    Files.writeString(
        attempt.resolve("samples.jsonl"), "{\"prompt\":\"Hello?\",\"answer\":\"Hi.\"}\n");
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    StageSummary.of(Stage.SFT, attempt.resolve("step-2")).print(new PrintStream(out));

    assertThat(out.toString().lines().toList())
        .anySatisfy(
            line ->
                assertThat(line.split("\\s+"))
                    .containsExactly(
                        "sft",
                        "2",
                        "6.5000",
                        "0.2500",
                        "200",
                        "2.0",
                        attempt.resolve("step-2").toString()))
        .contains("  Hello?", "  -> Hi.");
  }
}
