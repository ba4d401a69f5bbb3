package dev.rlhf.trainer.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlhf.trainer.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerTest {

  private static final Path FOLDER = Path.of("src/test/resources/parity/text");

  @Test
  void neverTruncates() throws IOException {
    try (Tokenizer tokenizer = Tokenizer.open(FOLDER, 300)) {
      assertThat(tokenizer.encodePlain("x ".repeat(5000))).hasSizeGreaterThanOrEqualTo(5000);
    }
  }

  @Test
  void encodesPlainTextWithoutWhatThePostProcessorAdds() throws IOException {
    try (Tokenizer tokenizer = Tokenizer.open(FOLDER, 300)) {
      long[] plain = tokenizer.encodePlain("the cat");
      long[] whole = tokenizer.encode("the cat");

      assertThat(whole).hasSize(plain.length + 1).startsWith(1).endsWith(plain);
    }
  }

  @Test
  void refusesMoreIdsThanTheModelEmbeds() {
    assertThatThrownBy(() -> Tokenizer.open(FOLDER, 260))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "but the model embeds vocab_size 260; use the tokenizer of this model");
  }

  @Test
  void refusesWhatIsNoTokenizer(@TempDir Path folder) throws IOException {
    assertThatThrownBy(() -> Tokenizer.open(folder, 300))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("tokenizer.json does not exist");

    Files.writeString(folder.resolve("tokenizer.json"), "{\"model\": {\"type\": \"Rune\"}}");
    assertThatThrownBy(() -> Tokenizer.open(folder, 300))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("tokenizer.json is not a tokenizer");
  }
}
