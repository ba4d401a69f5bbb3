package dev.rlhf.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.tokens.Dialogue;
import dev.rlhf.trainer.tokens.EncodedDialogue;
import dev.rlhf.trainer.tokens.Message;
import dev.rlhf.trainer.tokens.Role;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemonstrationsTest {
  private static final String GOOD = "{\"prompt\": \"Why?\", \"completion\": \"So.\"}";

  @TempDir Path folder;
  private final List<Dialogue> seen = new ArrayList<>();
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("rows.jsonl");
  }

  private Demonstrations read(Path rows) throws IOException {
    return Demonstrations.read(rows, this::encode);
  }

  private EncodedDialogue encode(Dialogue dialogue) {
    seen.add(dialogue);
    return new EncodedDialogue(new int[] {1, 2}, new int[] {1}, false);
  }

  private static Dialogue dialogue(String... turns) {
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < turns.length; i++) {
      messages.add(new Message(i % 2 == 0 ? Role.USER : Role.ASSISTANT, turns[i]));
    }
    return new Dialogue(messages);
  }

  @Test
  void tellsTheKindOfARowByItsFields() throws IOException {
    Files.writeString(
        file,
        """
        {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}], "id": 7}

        {"prompt": "c", "completion": "d"}
        {"chosen": "\\n\\nHuman: e\\n\\nf\\n\\nAssistant: g", "rejected": "\\n\\nHuman: e"}
        """);

    assertThat(read(file).rows()).hasSize(3);
    assertThat(seen)
        .containsExactly(dialogue("a", "b"), dialogue("c", "d"), dialogue("e\n\nf", "g"));
  }

  @Test
  void readsTranscriptsAsHhRlhfHasThem() throws IOException {
    Files.writeString(
        file,
        """
        {"chosen": "\\n\\nHuman: a\\n\\nHuman: b\\n\\nAssistant: c\\n\\nHuman: d\\n\\nAssistant: e: f"}
        {"chosen": "\\n\\nHuman: nothing is said to this\\n\\nAssistant: "}
        """);

    Demonstrations read = read(file);

    assertThat(seen).containsExactly(dialogue("a\n\nb", "c", "d", "e: f"));
    assertThat(read.skipped()).isEqualTo(1);
  }

  @Test
  void unpacksGzip() throws IOException {
    Path packed = folder.resolve("rows.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write((GOOD + "\n" + GOOD).getBytes(StandardCharsets.UTF_8));
    }

    assertThat(read(packed).rows()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "{\"prompt\": \"a\"}|the row has no answer to learn from: write messages, or prompt",
        "{\"prompt\": \"a\", \"completion\": 5}|completion is not a text: write a text in quotes",
        "{\"prompt\": \"a\", \"completion\": \" \"}|the assistant's turn is empty: write its content",
        "{\"messages\": []}|the dialogue has no turn: write a user's turn and",
        "{\"messages\": \"Hi\"}|messages is not a list: write [{\"role\"",
        "{\"messages\": [{\"role\": \"user\", \"content\": \"a\"}]}|ends with the user: add the assistant's answer",
        "{\"messages\": [{\"role\": \"assistant\", \"content\": \"a\"}]}|opens with the assistant: write what the user",
        "{\"messages\": [{\"role\": \"bot\", \"content\": \"a\"}]}|role 'bot' is not known: write system, user",
        "{\"messages\": [{\"role\": \"user\"}]}|content is missing: write a text",
        "{\"messages\": [{\"role\": \"user\", \"content\": \"\\ud800\"}]}|half of a surrogate pair",
        "{\"chosen\": \"Hello\"}|chosen does not begin with a turn: write \\n\\nHuman:",
        "{\"chosen\": \"\\n\\nHuman: a\"}|ends with the user: add the assistant's answer",
        "{\"prompt\": \"a\", \"prompt\": \"b\"}|not valid JSON (Duplicate field 'prompt')",
        "{\"prompt\": |not valid JSON (",
        "[1]|not a JSON object: write one on each line",
        "{} {}|not valid JSON (Trailing token",
      })
  void namesTheLineOfARowThatIsWrong(String row, String message) throws IOException {
    Files.writeString(file, GOOD + "\n" + row + "\n");

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + ":2: ")
        .hasMessageContaining(message);
  }

  @Test
  void namesTheFirstFiveRowsThatAreWrong() throws IOException {
    Files.writeString(file, "{}\n".repeat(9));

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InvalidInputException.class)
        .message()
        .hasLineCount(5)
        .contains(file + ":5: ");
  }

  @Test
  void refusesBytesThatAreNotUtf8() throws IOException {
    byte[] row = GOOD.getBytes(StandardCharsets.ISO_8859_1);
    row[row.length - 4] = (byte) 0xe9;
    Files.write(file, row);

    assertRefused(file, file + ":1: not UTF-8: write the file in UTF-8");
  }

  @Test
  void refusesWhatIsNotAFileOfRows() throws IOException {
    assertRefused(file, file + " is not there: name a .jsonl or .jsonl.gz file");
    assertRefused(folder, folder + " is a folder: name a .jsonl or .jsonl.gz file");
    Files.writeString(file, "\n \n");
    assertRefused(file, file + " holds no row: write one JSON object on each line");
  }

  @Test
  void refusesGzipThatIsNone() throws IOException {
    Path packed = Files.writeString(folder.resolve("rows.gz"), GOOD);
    assertRefused(packed, packed + " is not gzip: pack it, or name it .jsonl");

    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(whole)) {
      out.write((GOOD + "\n").getBytes(StandardCharsets.UTF_8));
    }
    Files.write(packed, Arrays.copyOf(whole.toByteArray(), whole.size() - 6));
    assertRefused(packed, packed + " is damaged after line 1 and cannot be unpacked");
  }

  private void assertRefused(Path rows, String message) {
    assertThatThrownBy(() -> read(rows))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(message);
  }
}
