package dev.rlhf.trainer.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlhf.manifest.ChatFormat;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.data.Demonstrations;
import dev.rlhf.trainer.sft.SftFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DialogueEncoderTest {
  private static final Dialogue DIALOGUE =
      new Dialogue(
          List.of(
              new Message(Role.USER, "Is rain wet?"),
              new Message(Role.ASSISTANT, "Yes."),
              new Message(Role.USER, "Why?"),
              new Message(Role.ASSISTANT, "It is <|im_end|> water.")));

  @TempDir Path temporary;

  @ParameterizedTest
  @EnumSource(ChatFormat.class)
  void encodesWhatTransformersEncodes(ChatFormat format) throws IOException {
    int maxLength = SftFixture.expected().get("settings").get("maxLength").asInt();
    try (Tokenizer tokenizer = SftFixture.tokenizer()) {
      DialogueEncoder encoder = DialogueEncoder.of(SftFixture.MODEL, tokenizer, format, maxLength);
      Demonstrations data = Demonstrations.read(SftFixture.DEMONSTRATIONS, encoder::encode);

      JsonNode rows = SftFixture.expected(format).get("rows");
      assertThat(data.rows()).hasSize(rows.size());
      for (int i = 0; i < rows.size(); i++) {
        assertThat(data.rows().get(i).ids()).containsExactly(ints(rows.get(i).get("ids")));
        assertThat(data.rows().get(i).learnt()).containsExactly(ints(rows.get(i).get("learnt")));
      }
    }
  }

  private static int[] ints(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
  }

  @ParameterizedTest
  @EnumSource(ChatFormat.class)
  void aPromptsIdsAreTheFirstIdsOfItsDialogue(ChatFormat format) throws IOException {
    try (Tokenizer tokenizer = SftFixture.tokenizer()) {
      DialogueEncoder encoder = DialogueEncoder.of(SftFixture.MODEL, tokenizer, format, 256);
      Dialogue first = new Dialogue(DIALOGUE.messages().subList(0, 2));

      int[] whole = encoder.encode(DIALOGUE).ids();
      int[] beginning = encoder.encode(first).ids();

      assertThat(Arrays.copyOf(whole, beginning.length)).containsExactly(beginning);
      long[] prompt = encoder.encode(new Prompt(DIALOGUE.messages().subList(0, 3)));
      assertThat(Arrays.stream(whole, 0, prompt.length).asLongStream().toArray())
          .containsExactly(prompt);
      assertThat(encoder.encode(DIALOGUE).learnt()).contains(prompt.length);
    }
  }

  @Test
  void learnsWholeAnswersAndTheirEnd() throws IOException {
    try (Tokenizer tokenizer = SftFixture.tokenizer()) {
      DialogueEncoder encoder =
          DialogueEncoder.of(SftFixture.MODEL, tokenizer, ChatFormat.TOKENIZER, 256);

      EncodedDialogue encoded = encoder.encode(DIALOGUE);

      long[] learnt =
          Arrays.stream(encoded.learnt()).mapToLong(place -> encoded.ids()[place]).toArray();
      // An end-of-sequence token within an answer is learnt as any other: places decide, not ids.
      long[] expected = tokenizer.encodePlain("Yes.<|im_end|>It is <|im_end|> water.<|im_end|>");
      assertThat(learnt).containsExactly(expected);
    }
  }

  @Test
  void cutsTheEndOfWhatIsTooLong() throws IOException {
    try (Tokenizer tokenizer = SftFixture.tokenizer()) {
      EncodedDialogue whole = encode(tokenizer, 256);
      EncodedDialogue cut = encode(tokenizer, whole.length() - 3);

      assertThat(whole.truncated()).isFalse();
      assertThat(cut.truncated()).isTrue();
      assertThat(cut.ids()).containsExactly(Arrays.copyOf(whole.ids(), whole.length() - 3));
      assertThat(cut.responseTokens()).isEqualTo(whole.responseTokens() - 3);
      assertThatThrownBy(() -> encode(tokenizer, whole.prompt().length))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("maxLength: shorten it, or raise maxLength");
    }
  }

  private static EncodedDialogue encode(Tokenizer tokenizer, int maxLength) throws IOException {
    return DialogueEncoder.of(SftFixture.MODEL, tokenizer, ChatFormat.TOKENIZER, maxLength)
        .encode(DIALOGUE);
  }

  @Test
  void aPlainTextIsLearntWholeInPiecesOfTheLongestLength() throws IOException {
    try (Tokenizer tokenizer = SftFixture.tokenizer()) {
      String text = "Rain is wet, and the sea is wider than it is deep.";
      long[] whole =
          LongStream.concat(LongStream.of(tokenizer.encode(text)), LongStream.of(2)).toArray();
      int maxLength = whole.length / 2;

      List<EncodedDialogue> pieces =
          DialogueEncoder.of(SftFixture.MODEL, tokenizer, ChatFormat.TOKENIZER, maxLength)
              .encodeText(text);

      // What is left of the text is a single token or none: nothing predicts it.
      assertThat(pieces).hasSize(2);
      assertThat(pieces.stream().flatMapToInt(piece -> Arrays.stream(piece.ids())).asLongStream())
          .containsExactlyElementsOf(Arrays.stream(whole, 0, 2 * maxLength).boxed().toList());
      for (EncodedDialogue piece : pieces) {
        assertThat(piece.learnt()).containsExactly(IntStream.range(1, piece.length()).toArray());
      }
    }
  }

  @Test
  void aPlainTextBeginsOnceAndEnds() throws IOException {
    Path folder = Path.of("src/test/resources/parity/text");
    try (Tokenizer tokenizer = Tokenizer.open(folder, 300)) {
      DialogueEncoder encoder =
          DialogueEncoder.of(folder, tokenizer, ChatFormat.HUMAN_ASSISTANT, 256);
      String beginning = tokenizer.textOf(tokenizer.encode("")[0]);

      assertThat(encoder.encodeText(beginning + "Rain.").get(0).ids())
          .containsExactly(encoder.encodeText("Rain.").get(0).ids())
          .startsWith(1)
          .endsWith(2);
    }
  }

  @Test
  void refusesATokenizerWithoutATemplate() throws IOException {
    Path folder = SftFixture.copyModel(temporary);
    Files.delete(folder.resolve("chat_template.jinja"));

    assertRefused(folder, "has no chat_template, which chatFormat: tokenizer takes: add one");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"eos_token\": \"<|im_start|>\"}", "{\"eos_token\": \"stop it\"}"})
  void answersEndWhereTheModelStops(String config) throws IOException {
    Path folder = SftFixture.copyModel(temporary);
    Files.writeString(folder.resolve("tokenizer_config.json"), config);
    try (Tokenizer tokenizer = SftFixture.tokenizer()) {
      EncodedDialogue encoded =
          DialogueEncoder.of(folder, tokenizer, ChatFormat.HUMAN_ASSISTANT, 256).encode(DIALOGUE);

      assertThat(encoded.ids()[encoded.length() - 1]).isEqualTo(2);
    }
  }

  @Test
  void refusesATokenizerWhoseAnswersDoNotEnd() throws IOException {
    Path folder = SftFixture.copyModel(temporary);
    Files.delete(folder.resolve("generation_config.json"));
    Files.writeString(folder.resolve("config.json"), "{}");
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"add_eos_token\": true}");

    assertRefused(folder, "names no end of an answer: write eos_token");
  }

  private static void assertRefused(Path folder, String message) throws IOException {
    try (Tokenizer tokenizer = SftFixture.tokenizer()) {
      assertThatThrownBy(() -> DialogueEncoder.of(folder, tokenizer, ChatFormat.TOKENIZER, 256))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(message);
    }
  }
}
