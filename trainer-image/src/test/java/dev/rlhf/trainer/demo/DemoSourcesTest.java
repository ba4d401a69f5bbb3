package dev.rlhf.trainer.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlhf.contract.Digest;
import dev.rlhf.trainer.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoSourcesTest {
  @TempDir Path folder;

  @Test
  void oneSeedMakesOneModel() throws IOException {
    String weights = "model.safetensors";
    Path first = DemoSources.make("model", 1, folder.resolve("a"));
    Path again = DemoSources.make("model", 1, folder.resolve("b"));
    Path other = DemoSources.make("model", 2, folder.resolve("c"));

    assertThat(Digest.of(again.resolve(weights))).isEqualTo(Digest.of(first.resolve(weights)));
    assertThat(Digest.of(other.resolve(weights))).isNotEqualTo(Digest.of(first.resolve(weights)));
    assertThat(other.resolve("tokenizer.json"))
        .hasSameBinaryContentAs(first.resolve("tokenizer.json"));
  }

  @Test
  void demonstrationsAreDialoguesOfTwoTurns() throws IOException {
    List<String> rows = Files.readAllLines(DemoSources.make("demonstrations", 1, folder));

    assertThat(rows).hasSize(Demonstrations.ROWS);
    for (String row : rows) {
      var messages = new ObjectMapper().readTree(row).get("messages");
      assertThat(messages.findValuesAsText("role")).containsExactly("user", "assistant");
      assertThat(messages.findValuesAsText("content"))
          .allSatisfy(text -> assertThat(text).isNotBlank().doesNotContain("{", "}"));
    }
  }

  @Test
  void anotherSeedMakesOtherDemonstrations() throws IOException {
    Path first = DemoSources.make("demonstrations", 1, folder.resolve("a"));
    Path other = DemoSources.make("demonstrations", 2, folder.resolve("b"));

    assertThat(Files.readString(other)).isNotEqualTo(Files.readString(first));
  }

  @Test
  void anUnknownNameIsRefused() {
    assertThatThrownBy(() -> DemoSources.make("prompts", 1, folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "demo://prompts does not exist: write one of demo://model, demo://demonstrations");
  }
}
