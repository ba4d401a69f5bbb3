package dev.rlhf.trainer.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.contract.ExitCode;
import dev.rlhf.contract.StageResult;
import dev.rlhf.plan.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageEndTest {
  @TempDir Path folder;
  private Path output;

  @BeforeEach
  void theProcessWroteSomething() throws IOException {
    output =
        Files.writeString(folder.resolve("output"), "first\n" + "more\n".repeat(19) + "last\n");
  }

  @Test
  void invalidInputIsToldInTheStagesOwnWords() throws IOException {
    assertThat(end(64, "rows.jsonl:3: no answer").lastWord(Stage.SFT, output))
        .isEqualTo("sft cannot run: rows.jsonl:3: no answer");
  }

  @Test
  void anInterruptionSaysHowToGoOn() throws IOException {
    assertThat(end(75, "Saved step 3.").lastWord(Stage.SFT, output))
        .isEqualTo("sft was interrupted: run the same command again to go on. Saved step 3.");
  }

  @Test
  void anErrorShowsTheEndOfTheOutput() throws IOException {
    StageEnd end = new StageEnd(3, Optional.empty());

    assertThat(end.exitCode()).isEqualTo(ExitCode.ERROR);
    assertThat(end.lastWord(Stage.SFT, output))
        .startsWith("sft failed: exit status 3")
        .contains(output.toString(), "more\nlast")
        .doesNotContain("first")
        .endsWith("go on from the newest checkpoint.");
  }

  @Test
  void anOutputThatTheDiskHasLostHidesNothingElse() throws IOException {
    Files.write(output, new byte[] {'o', 'k', '\n', (byte) 0xff, (byte) 0xfe});
    assertThat(end(3, "The disk fails.").lastWord(Stage.SFT, output))
        .startsWith("sft failed: The disk fails.")
        .contains("ok\n");

    Files.delete(output);
    assertThat(end(3, "The disk fails.").lastWord(Stage.SFT, output))
        .startsWith("sft failed: The disk fails.")
        .contains("(it cannot be read: " + output);
  }

  @Test
  void aKilledProcessPointsToMemory() throws IOException {
    assertThat(new StageEnd(137, Optional.empty()).lastWord(Stage.SFT, output))
        .contains("lower microBatchSize or maxLength");
  }

  private static StageEnd end(int status, String message) {
    return new StageEnd(
        status,
        Optional.of(
            new StageResult(
                Stage.SFT, 1, "pod", ExitCode.of(status), message, null, 0, null, null, null)));
  }
}
