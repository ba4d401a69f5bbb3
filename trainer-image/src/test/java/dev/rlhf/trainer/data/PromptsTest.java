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
        "{'messages': [{'role': 'user', 'content': 'Why?'}, {'role': 'assistant', 'content':"
            + " 'So.'}]}",
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
        "{'messages': [{'role': 'system', 'content': 'Be kind.'}]} | the prompt ends with the"
            + " system",
        "{'prompt': 7} | prompt is not a text: write a text in quotes",
      })
  void namesTheRowThatIsWrong(String row, String message) {
    assertThatThrownBy(() -> read("{\"prompt\": \"Why?\"}", row.replaceAll("'(?!s )", "\"")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("prompts.jsonl:2: " + message);
  }

  @Test
  void aLongDialogueLosesItsOldestTurns() throws IOException {
    Prompts prompts =
        read(
            "{\"chosen\": \"\\n"
                + "\\n"
                + "Human: A\\n"
                + "\\n"
                + "Assistant: B\\n"
                + "\\n"
                + "Human: C\\n"
                + "\\n"
                + "Assistant: D\\n"
                + "\\n"
                + "Human: E\"}",
            "{\"prompt\": \"Why?\"}");

    assertThat(prompts.rows().get(0).prompt().messages())
        .extracting(Message::content)
        .containsExactly("C", "D", "E");
    assertThat(prompts.rows().get(0).ids()).hasSize(3);
    assertThat(prompts.shortened()).isEqualTo(1);
  }

  @Test
  void aSystemTurnStays() throws IOException {
    Prompts prompts =
        read(
            "{'messages': [{'role': 'system', 'content': 'Be kind.'}, {'role': 'user', 'content': 'A'}, {'role': 'assistant', 'content': 'B'}, {'role': 'user', 'content': 'C'}]}"
                .replace('\'', '"'));

    assertThat(prompts.rows().get(0).prompt().messages())
        .extracting(Message::content)
        .containsExactly("Be kind.", "C");
  }

  @Test
  void refusesAPromptWhoseLastTurnLeavesNoRoomForItsAnswer() throws IOException {
    Path file = Files.writeString(folder.resolve("long.jsonl"), "{\"prompt\": \"Why?\"}");

    assertThatThrownBy(() -> Prompts.read(file, prompt -> new long[5], 3))
        .hasMessageContaining(
            "long.jsonl:1: the prompt's last turn has 5 tokens, but only 3 leave room");
  }

  @Test
  void refusesAFileWithoutRows() {
    assertThatThrownBy(this::read).hasMessageContaining("holds no row");
  }
}
