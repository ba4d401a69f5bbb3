package dev.rlhf.trainer.demo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads what we write with Hugging Face's own library. */
class DemoTokenizerTest {
  private static final DemoTokenizer WRITTEN = DemoTokenizer.learn();

  @TempDir static Path folder;
  private static HuggingFaceTokenizer read;

  @BeforeAll
  static void readBack() throws IOException {
    WRITTEN.write(folder, 512);
    read =
        HuggingFaceTokenizer.newInstance(
            folder.resolve("tokenizer.json"), Map.of("maxLength", "512", "truncation", "false"));
  }

  @AfterAll
  static void close() {
    read.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Give the fern a cup of water each morning.",
        "  two  spaces,\n\ttabs\r\n and Ω, 東京, 👩‍🚀 or \u0000",
        "we're, they'll; 1234567890 == 0x1F?"
      })
  void anyTextComesBackAsItWas(String text) {
    assertThat(read.decode(read.encode(text).getIds())).isEqualTo(text);
  }

  @Test
  void specialTokensAreOneTokenEach() {
    Encoding dialogue = read.encode("<|user|>Hi<|assistant|>Hello<|end|>");

    assertThat(dialogue.getIds())
        .startsWith(WRITTEN.id("<|user|>"))
        .contains(WRITTEN.id("<|assistant|>"))
        .endsWith(WRITTEN.id(DemoTokenizer.END));
  }

  @Test
  void commonWordsAreOneTokenEach() {
    assertThat(read.encode(" water the fern").getTokens())
        .containsExactly("Ġwater", "Ġthe", "Ġfern");
  }

  @Test
  void everySentenceOfTheWorldIsShort() {
    List<String> sentences = World.load().sentences().toList();

    assertThat(sentences)
        .allSatisfy(text -> assertThat(read.encode(text).getIds().length).isLessThan(24));
  }

  @Test
  void idsAreDense() {
    assertThat(WRITTEN.vocabulary()).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(1024);
  }
}
