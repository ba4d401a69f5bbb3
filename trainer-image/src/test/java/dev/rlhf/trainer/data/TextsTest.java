package dev.rlhf.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.tokens.EncodedDialogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextsTest {

  @TempDir private Path folder;

  private Texts read(String... lines) throws IOException {
    Path file = Files.write(folder.resolve("texts.jsonl"), List.of(lines));
    return Texts.read(file, TextsTest::pieces);
  }

  /** A piece for each letter. */
  private static List<EncodedDialogue> pieces(String text) {
    return Collections.nCopies(
        text.length(), new EncodedDialogue(new int[] {3, 2}, new int[] {1}, false));
  }

  @Test
  void takesAllPiecesOfAllRows() throws IOException {
    assertThat(read("{\"text\": \"ab\"}", "", "{\"text\": \"c\"}").pieces()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'content': 'a'} | text is missing: write a text in quotes",
        "{'text': ' '} | text is empty: write a text, or leave the row out",
        "{'text': ['a']} | text is not a text: write a text in quotes",
      })
  void namesTheRowThatIsWrong(String row, String message) {
    assertThatThrownBy(() -> read("{\"text\": \"a\"}", row.replace('\'', '"')))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("texts.jsonl:2: " + message);
  }

  @Test
  void refusesAFileWithoutRows() {
    assertThatThrownBy(this::read).hasMessageContaining("holds no row");
  }
}
