package dev.rlhf.trainer.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlhf.contract.Digest;
import dev.rlhf.trainer.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  void pretrainingTextsAreOfTheSameWorldWithoutMarksOfADialogue() throws IOException {
    List<String> texts = requests("pretraining", "text");

    assertThat(texts)
        .hasSize(DemoPretraining.ROWS)
        .allSatisfy(text -> assertThat(text).isNotBlank().doesNotContain("{", "}", "<|"));
    String all = String.join("\n", texts);
    assertThat(requests("held-out-prompts", "prompt")).noneMatch(all::contains);
  }

  @Test
  void anotherSeedMakesOtherDemonstrations() throws IOException {
    Path first = DemoSources.make("demonstrations", 1, folder.resolve("a"));
    Path other = DemoSources.make("demonstrations", 2, folder.resolve("b"));

    assertThat(Files.readString(other)).isNotEqualTo(Files.readString(first));
  }

  /** The manifest's schema lists them, so that a cluster refuses a wrong name at once. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "model",
        "demonstrations",
        "preferences",
        "shuffled-preferences",
        "prompts",
        "pretraining",
        "held-out-prompts",
        "held-out-preferences",
        "held-out-texts",
        "understanding"
      })
  void whatIsOfferedIsAFunctionOfItsSeed(String name) throws IOException {
    Path first = DemoSources.make(name, 3, folder.resolve("a"));
    Path again = DemoSources.make(name, 3, folder.resolve("b"));

    assertThat(digest(again)).isEqualTo(digest(first));
  }

  @Test
  void heldOutRequestsAreNowhereElse() throws IOException {
    List<String> heldOut = requests("held-out-prompts", "prompt");

    assertThat(heldOut).hasSize(200).doesNotHaveDuplicates();
    assertThat(requests("prompts", "prompt"))
        .hasSize(400)
        .doesNotHaveDuplicates()
        .doesNotContainAnyElementsOf(heldOut);
    assertThat(requests("preferences", "prompt")).doesNotContainAnyElementsOf(heldOut);
    assertThat(requests("demonstrations", "content")).doesNotContainAnyElementsOf(heldOut);
    assertThat(heldOut).containsAll(requests("held-out-preferences", "prompt"));
    assertThat(requests("held-out-texts", "text"))
        .zipSatisfy(heldOut, (text, request) -> assertThat(text).startsWith("<|user|>" + request));
  }

  @Test
  void anUnknownNameIsRefused() {
    assertThatThrownBy(() -> DemoSources.make("gold", 1, folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "demo://gold does not exist: write one of demo://model, demo://demonstrations,"
                + " demo://preferences, demo://shuffled-preferences, demo://pretraining,"
                + " demo://prompts,"
                + " demo://held-out-prompts, demo://held-out-preferences, demo://held-out-texts,"
                + " demo://understanding");
  }

  private List<String> requests(String name, String field) throws IOException {
    List<String> found = new ArrayList<>();
    for (String row : Files.readAllLines(DemoSources.make(name, 1, folder))) {
      found.add(new ObjectMapper().readTree(row).findValue(field).asText());
    }
    return found;
  }

  private static String digest(Path made) throws IOException {
    return Digest.of(Files.isDirectory(made) ? made.resolve("model.safetensors") : made);
  }
}
