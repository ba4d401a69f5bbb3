package dev.rlhf.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlhf.manifest.ChatFormat;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.sft.SftFixture;
import dev.rlhf.trainer.tokens.DialogueEncoder;
import dev.rlhf.trainer.tokens.EncodedDialogue;
import dev.rlhf.trainer.tokens.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreferencesTest {

  private static final String TRANSCRIPTS =
      """
      {"chosen": "\\n\\nHuman: Hi\\n\\nAssistant: Hello", "rejected": "\\n\\nHuman: Hi\\n\\nAssistant: Go"}""";

  @TempDir private Path folder;
  private Tokenizer tokenizer;

  @BeforeEach
  void open() throws IOException {
    tokenizer = SftFixture.tokenizer();
  }

  @AfterEach
  void close() {
    tokenizer.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        TRANSCRIPTS,
        """
        {"prompt": "Hi", "chosen": "Hello", "rejected": "Go"}""",
        """
        {"prompt": "\\n\\nHuman: Hi\\n\\nAssistant:", "chosen": " Hello", "rejected": " Go"}""",
        """
        {"prompt": [{"role": "user", "content": "Hi"}], "chosen": "Hello", "rejected": "Go"}""",
        """
        {"prompt": "Hi", "chosen": [{"role": "assistant", "content": "Hello"}],\
         "rejected": [{"role": "assistant", "content": "Go"}]}""",
        """
        {"chosen": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}],\
         "rejected": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Go"}]}"""
      })
  void readsEveryKindOfRowAlike(String row) throws IOException {
    EncodedPair pair = read(row).rows().get(0);

    assertThat(text(pair.chosen())).isEqualTo("Human: HiAssistant: Hello");
    assertThat(text(pair.rejected())).isEqualTo("Human: HiAssistant: Go");
  }

  @Test
  void onlyTheLastAnswerOfTheChosenDialogueIsLearnt() throws IOException {
    EncodedPair pair =
        read("""
                {"chosen": "\\n\\nHuman: a\\n\\nAssistant: b\\n\\nHuman: c\\n\\nAssistant: good",\
                 "rejected": "\\n\\nHuman: a\\n\\nAssistant: b\\n\\nHuman: c\\n\\nAssistant: bad"}""")
            .rows()
            .get(0);

    EncodedDialogue chosen = pair.chosen();
    long[] learnt =
        Arrays.stream(chosen.learnt()).mapToLong(place -> chosen.ids()[place]).toArray();
    assertThat(tokenizer.decode(learnt)).isEqualTo(" good");
    assertThat(chosen.learnt()[learnt.length - 1]).isEqualTo(chosen.length() - 1);
    assertThat(pair.rejected().learnt()).isEmpty();
    assertThat(pair.rewardsOnly().chosen().learnt()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'prompt': 'Hi', 'chosen': 'a'} | the row has no two answers: write chosen and rejected",
        "{'prompt': 'Hi', 'chosen': 'a', 'rejected': ' a'} | are the same answer, so that neither",
        "{'prompt': 'Hi', 'chosen': 'a', 'rejected': ''} | the assistant's turn is empty",
        "{'prompt': 'Hi', 'chosen': 7, 'rejected': 'b'} | chosen is not a text: write a text in quotes",
        "{'chosen': 'a', 'rejected': 'b'} | chosen does not begin with a turn: write \\n\\nHuman:",
        "{'chosen': [{'role':'user','content':'x'},{'role':'assistant','content':'a'}],"
            + "'rejected': [{'role':'user','content':'y'},{'role':'assistant','content':'b'}]}"
            + " | chosen and rejected differ before their last answer",
        "{'chosen': [{'role':'user','content':'x'}], 'rejected': [{'role':'user','content':'x'}]}"
            + " | the dialogue ends with the user",
      })
  void namesTheRowThatIsWrong(String row, String message) {
    assertThatThrownBy(() -> read(TRANSCRIPTS, row.replace('\'', '"')))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("rows.jsonl:2: ")
        .hasMessageContaining(message);
  }

  @Test
  void passesOverPairsOfHhRlhfThatLackAnAnswer() throws IOException {
    String lacking =
        """
        {"chosen": "\\n\\nHuman: Hi\\n\\nAssistant: ", "rejected": "\\n\\nHuman: Hi\\n\\nAssistant: Go"}""";
    Preferences preferences = read(TRANSCRIPTS, lacking);

    assertThat(preferences.rows()).hasSize(1);
    assertThat(preferences.skipped()).isEqualTo(1);
  }

  @Test
  void leavesOutPairsThatAreTooLong() throws IOException {
    String longer =
        """
        {"prompt": "Hi", "chosen": "Hello", "rejected": "Go away, and let me be in peace, will you"}""";
    int fits = read(TRANSCRIPTS).rows().get(0).length();

    Preferences preferences = read(fits, TRANSCRIPTS, longer);

    assertThat(preferences.rows()).hasSize(1);
    assertThat(preferences.tooLong()).isEqualTo(1);
    assertThatThrownBy(() -> read(fits - 1, TRANSCRIPTS, longer))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no pair fits into maxLength, which is " + (fits - 1) + " tokens");
  }

  @Test
  void microBatchesPutChosenDialoguesBeforeTheirRejectedOnes() throws IOException {
    String other =
        """
        {"prompt": "Hi", "chosen": "A longer answer", "rejected": "Go"}""";
    Preferences preferences = read(TRANSCRIPTS, other);

    MicroBatch batch = MicroBatch.splitPairs(preferences.rows(), 2).get(0);

    EncodedPair first = preferences.rows().get(0);
    EncodedPair second = preferences.rows().get(1);
    assertThat(batch.rows())
        .containsExactly(second.chosen(), first.chosen(), second.rejected(), first.rejected());
    assertThat(MicroBatch.splitPairs(preferences.rows(), 1)).hasSize(2);
  }

  private Preferences read(String... rows) throws IOException {
    return read(1000, rows);
  }

  private Preferences read(int maxLength, String... rows) throws IOException {
    Path file = Files.writeString(folder.resolve("rows.jsonl"), String.join("\n", rows));
    DialogueEncoder encoder =
        DialogueEncoder.of(
            SftFixture.MODEL, tokenizer, ChatFormat.HUMAN_ASSISTANT, Integer.MAX_VALUE);
    return Preferences.read(file, encoder::encode, maxLength);
  }

  private String text(EncodedDialogue dialogue) {
    return tokenizer.decode(Arrays.stream(dialogue.ids()).asLongStream().toArray());
  }
}
