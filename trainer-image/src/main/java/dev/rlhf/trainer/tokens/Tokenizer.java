package dev.rlhf.trainer.tokens;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.model.JsonFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The tokenizer.json of a model folder: text to ids and back, never truncated, never padded. */
public final class Tokenizer implements AutoCloseable {

  private static final String FILE = "tokenizer.json";
  private static final Map<String, String> WHOLE_TEXTS =
      Map.of("truncation", "false", "padding", "false", "maxLength", "" + Integer.MAX_VALUE);

  private final HuggingFaceTokenizer tokenizer;

  private Tokenizer(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /** Whether {@code folder} has a tokenizer at all; models of token ids need none. */
  public static boolean isIn(Path folder) {
    return Files.exists(folder.resolve(FILE));
  }

  /**
   * Opens the tokenizer of {@code folder}, whose model embeds {@code vocabSize} ids.
   *
   * @throws InvalidInputException if there is none, or it makes ids that the model does not embed
   */
  public static Tokenizer open(Path folder, int vocabSize) throws IOException {
    Path file = folder.resolve(FILE);
    long largest = largestId(JsonFile.read(file));
    if (largest >= vocabSize) {
      throw new InvalidInputException(
          "%s makes ids up to %d, but the model embeds vocab_size %d; use the tokenizer of this model, or resize its embedding."
              .formatted(file, largest, vocabSize));
    }
    try (InputStream json = Files.newInputStream(file)) {
      return new Tokenizer(HuggingFaceTokenizer.newInstance(json, WHOLE_TEXTS));
    } catch (RuntimeException e) {
      throw new InvalidInputException(
          "%s is not a tokenizer: %s.".formatted(file, e.getMessage()), e);
    }
  }

  /** A vocabulary maps tokens to ids, or, for Unigram, lists them. */
  private static long largestId(JsonNode json) {
    JsonNode vocabulary = json.path("model").path("vocab");
    long listed = vocabulary.isArray() ? vocabulary.size() - 1 : -1;
    return Stream.concat(
            vocabulary.isArray() ? Stream.empty() : vocabulary.valueStream(),
            json.path("added_tokens").valueStream().map(token -> token.path("id")))
        .mapToLong(JsonNode::asLong)
        .reduce(listed, Math::max);
  }

  /** The ids of a text, with the special tokens that the tokenizer puts around it. */
  public long[] encode(String text) {
    return tokenizer.encode(text, true, false).getIds();
  }

  /** The ids of a text alone. */
  public long[] encodePlain(String text) {
    return tokenizer.encode(text, false, false).getIds();
  }

  /** The text of ids, special tokens left out. */
  public String decode(long[] ids) {
    return tokenizer.decode(ids, true);
  }

  /** The text of one id, also of a special token. */
  public String textOf(long id) {
    return tokenizer.decode(new long[] {id}, false);
  }

  /** The id of a token's text; empty where the text is not one token. */
  public OptionalLong idOf(String token) {
    long[] ids = encodePlain(token);
    return ids.length == 1 ? OptionalLong.of(ids[0]) : OptionalLong.empty();
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
