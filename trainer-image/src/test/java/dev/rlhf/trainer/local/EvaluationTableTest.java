package dev.rlhf.trainer.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTableTest {
  private static final Path CHECKPOINT = Path.of("src/test/resources/local/evaluation");

  @TempDir Path folder;

  @Test
  void bothModelsStandSideBySide() throws IOException {
    assertThat(printed(CHECKPOINT))
        .isEqualToNormalizingNewlines(Files.readString(CHECKPOINT.resolve("table.txt")));
  }

  @Test
  void whatWasNotMeasuredIsNotSpokenOf() throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode report =
        (ObjectNode) json.readTree(Files.readString(CHECKPOINT.resolve("evaluation.json")));
    report.remove(List.of("pairs", "understanding", "texts"));
    Files.writeString(folder.resolve("evaluation.json"), report.toString());

    assertThat(printed(folder))
        .contains("PPO's model")
        .doesNotContain("held-out pairs", "guessing", "texts");
  }

  private static String printed(Path checkpoint) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EvaluationTable.read(checkpoint).print(new PrintStream(out));
    return out.toString();
  }
}
