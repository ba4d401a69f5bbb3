package dev.rlhf.trainer.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlhf.trainer.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecialTokensTest {

  @TempDir private Path folder;

  @Test
  void theGenerationConfigComesBeforeTheConfig() throws IOException {
    write("config.json", "{'bos_token_id': 1, 'eos_token_id': 2, 'pad_token_id': null}");
    write("generation_config.json", "{'eos_token_id': [7, 8]}");
    SpecialTokens tokens = SpecialTokens.read(folder);

    assertThat(tokens.endOfSequence()).containsExactlyInAnyOrder(7L, 8L);
    assertThat(tokens.beginOfSequence()).hasValue(1);
    assertThat(tokens.padding()).isEmpty();
  }

  @Test
  void aNamedTokenCountsWhereNoIdIsGiven() throws IOException {
    write("tokenizer_config.json", "{'eos_token': {'content': '</s>'}, 'bos_token': 'one'}");
    write(
        "tokenizer.json",
        "{'added_tokens': [{'id': 5, 'content': '</s>'}], 'model': {'vocab': {'one': 3}}}");
    SpecialTokens tokens = SpecialTokens.read(folder);

    assertThat(tokens.endOfSequence()).containsExactly(5L);
    assertThat(tokens.beginOfSequence()).hasValue(3);
  }

  @Test
  void aModelMayHaveNone() throws IOException {
    assertThat(SpecialTokens.read(folder).endOfSequence()).isEmpty();
  }

  @Test
  void refusesWhatIsNoId() throws IOException {
    write("config.json", "{'eos_token_id': 'two'}");
    assertThatThrownBy(() -> SpecialTokens.read(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("eos_token_id is \"two\"; write a token id or a list of them");
  }

  private void write(String name, String json) throws IOException {
    Files.writeString(folder.resolve(name), json.replace('\'', '"'));
  }
}
