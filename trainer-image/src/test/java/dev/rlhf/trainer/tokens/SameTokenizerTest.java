package dev.rlhf.trainer.tokens;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlhf.trainer.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SameTokenizerTest {

  @TempDir private Path root;

  private Path folder(String name, String json) throws IOException {
    Path folder = Files.createDirectory(root.resolve(name));
    Files.writeString(folder.resolve("tokenizer.json"), json);
    return folder;
  }

  @Test
  void howABatchWasLastPaddedDoesNotMatter() throws IOException {
    Path one = folder("one", "{\"model\": {\"vocab\": {\"a\": 0}}, \"padding\": null}");
    Path other = folder("other", "{\"padding\": {}, \"model\": {\"vocab\": {\"a\": 0}}}");

    assertThatCode(() -> SameTokenizer.require(one, other)).doesNotThrowAnyException();
  }

  @Test
  void namesWhatDiffers() throws IOException {
    Path one = folder("one", "{\"model\": {\"vocab\": {\"a\": 0}}}");
    Path other = folder("other", "{\"model\": {\"vocab\": {\"a\": 1}}}");

    assertThatThrownBy(() -> SameTokenizer.require(one, other))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("one and ")
        .hasMessageContaining("other differ (model of tokenizer.json): one must judge");
  }

  @Test
  void aPartThatOnlyOneHasIsADifference() throws IOException {
    Path one = folder("one", "{\"model\": {}}");
    Path other = folder("other", "{\"model\": {}, \"normalizer\": {\"type\": \"NFC\"}}");

    assertThatThrownBy(() -> SameTokenizer.require(one, other))
        .hasMessageContaining("differ (normalizer of");
  }
}
