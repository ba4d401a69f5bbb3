package dev.rlhf.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlhf.trainer.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldOutTextsTest {
  @TempDir private Path folder;

  private List<long[]> read(String... lines) throws IOException {
    Path file = Files.write(folder.resolve("texts.jsonl"), List.of(lines));
    return HeldOutTexts.read(file, text -> text.chars().asLongStream().toArray()).rows();
  }

  @Test
  void eachRowIsAText() throws IOException {
    assertThat(read("{\"text\": \"ab\"}", "{\"text\": \"abc\", \"source\": \"me\"}"))
        .containsExactly(new long[] {'a', 'b'}, new long[] {'a', 'b', 'c'});
  }

  @Test
  void namesTheRowsThatAreWrong() {
    assertThatThrownBy(() -> read("{\"text\": \"ab\"}", "{\"text\": \"a\"}", "{\"content\": \"\"}"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "texts.jsonl:2: the text has 1 tokens, so there is nothing to predict")
        .hasMessageContaining("texts.jsonl:3: text is missing: write a text in quotes");
  }
}
