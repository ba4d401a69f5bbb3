package dev.rlhf.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.tokens.Message;
import dev.rlhf.trainer.tokens.Prompt;
import dev.rlhf.trainer.tokens.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptsTest {

  @TempDir private Path folder;
  private final List<Prompt> seen = new ArrayList<>();

  private Prompts read(String... lines) throws IOException {
    Path file = Files.write(folder.resolve("prompts.jsonl"), List.of(lines));
    return Prompts.read(file, this::encode, 3);
  }

  private long[] encode(Prompt prompt) {
    seen.add(prompt);
    return new long[prompt.messages().size()];
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'prompt': 'Why?'}",
        "{'prompt': 'Why?', 'completion': 'So.'}",
        "{'prompt': [{'role': 'user', 'content': 'Why?'}]}",
        "{'prompt': '\\n\\nHuman: Why?\\n\\nAssistant:'}",
        "{'messages': [{'role': 'user', 'content': 'Why?'}]}",
        "{'messages': [{'role': 'user', 'content': 'Why?'}, {'role': 'assistant', 'content': 'So.'}]}",
        "{'chosen': '\\n\\nHuman: Why?\\n\\nAssistant: So.', 'rejected': '...'}",
        "{'chosen': '\\n\\nHuman: Why?\\n\\nAssistant:'}"
      })
  void takesWhatStandsBeforeTheAnswer(String row) throws IOException {
    read(row.replace('\'', '"'));

    assertThat(seen).containsExactly(new Prompt(List.of(new Message(Role.USER, "Why?"))));
  }

  @Test
  void keepsEarlierAnswers() throws IOException {
    assertThat(
            read("{\"chosen\": \"\\n\\nHuman: A\\n\\nAssistant: B\\n\\nHuman: C\"}").ids().get(0))
        .hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'question': 'Why?'} | the row has nothing to answer",
        "{'prompt': ' '} | the user's turn is empty",
        "{'messages': []} | the prompt has no turn",
        "{'messages': [{'role': 'assistant', 'content': 'So.'}]} | the prompt has no turn",
        "{'messages': [{'role': 'system', 'content': 'Be kind.'}]} | the prompt ends with the system",
        "{'prompt': 7} | prompt is not a text: write a text in quotes",
      })
  void namesTheRowThatIsWrong(String row, String message) {
    assertThatThrownBy(() -> read("{\"prompt\": \"Why?\"}", row.replaceAll("'(?!s )", "\"")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("prompts.jsonl:2: " + message);
  }

  @Test
  void refusesAPromptThatLeavesNoRoomForItsAnswer() {
    String five =
        "{\"chosen\": \"\\n\\nHuman: A\\n\\nAssistant: B\\n\\nHuman: C\\n\\nAssistant: D\\n\\nHuman: E\"}";

    assertThatThrownBy(() -> read(five))
        .hasMessageContaining("prompts.jsonl:1: the prompt has 5 tokens, but only 3 leave room");
  }

  @Test
  void refusesAFileWithoutRows() {
    assertThatThrownBy(this::read).hasMessageContaining("holds no row");
  }
}
