package dev.rlhf.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.tokens.Dialogue;
import dev.rlhf.trainer.tokens.EncodedDialogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionsTest {
  private static final String RIGHT =
      "{'question': 'Why?', 'choices': ['So.', 'Fog 🙂'], 'answer': 1}";

  @TempDir private Path folder;

  private List<EncodedQuestion> read(int positions, String... lines) throws IOException {
    List<String> rows = List.of(lines).stream().map(row -> row.replace('\'', '"')).toList();
    Path file = Files.write(folder.resolve("questions.jsonl"), rows);
    return Questions.read(file, QuestionsTest::encode, positions).rows();
  }

  /** One id for each turn but the last, one for each character of that, and an end. */
  private static EncodedDialogue encode(Dialogue dialogue) {
    int last = dialogue.messages().size() - 1;
    int length = last + dialogue.messages().get(last).content().length() + 1;
    int[] ids = IntStream.range(0, length).map(i -> i < length - 1 ? 5 : 2).toArray();
    return new EncodedDialogue(ids, IntStream.range(last, length).toArray(), false);
  }

  @Test
  void ofEachChoiceTheAnswerWithoutItsEndCounts() throws IOException {
    EncodedQuestion question = read(9, RIGHT).get(0);

    assertThat(question.answer()).isEqualTo(1);
    assertThat(question.choices().get(0).ids()).containsExactly(5, 5, 5, 5);
    assertThat(question.choices()).extracting(EncodedQuestion.Choice::tokens).containsExactly(3, 6);
    // A character is a code point, as in lm-evaluation-harness.
    assertThat(question.choices())
        .extracting(EncodedQuestion.Choice::characters)
        .containsExactly(3, 5);
  }

  @Test
  void examplesMayStandBeforeTheQuestion() throws IOException {
    String examples =
        "{'question': [{'role': 'user', 'content': 'A?'}, {'role': 'assistant', 'content': 'B'},"
            + " {'role': 'user', 'content': 'C?'}], 'choices': ['D', 'E'], 'answer': 0}";

    assertThat(read(9, examples).get(0).choices().get(0).ids()).hasSize(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'choices': ['a', 'b'], 'answer': 0} | question is missing: write a text in quotes",
        "{'question': 'Why?', 'answer': 0} | choices is not a list: write",
        "{'question': 'Why?', 'choices': ['a'], 'answer': 0} | choices holds 1: write two or more",
        "{'question': 'Why?', 'choices': ['a', 'a'], 'answer': 0} | two choices are the same text",
        "{'question': 'Why?', 'choices': ['a', ' '], 'answer': 0} | choices[1] is no text",
        "{'question': 'Why?', 'choices': ['a', 'b']} | answer is missing: write the place of",
        "{'question': 'Why?', 'choices': ['a', 'b'], 'answer': 'B'} | answer is \"B\": write the place of",
        "{'question': 'Why?', 'choices': ['a', 'b'], 'answer': 2} | answer is 2: write the place of the right choice, from 0 to 1",
        "{'question': 'Why?', 'choices': ['a', 'nine more'], 'answer': 0} | the question has 10 tokens with its longest choice, but the models read only 9",
      })
  void namesTheRowThatIsWrong(String row, String message) {
    assertThatThrownBy(() -> read(9, RIGHT, row))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("questions.jsonl:2: " + message);
  }
}
