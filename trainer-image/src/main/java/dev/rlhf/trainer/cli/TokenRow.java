package dev.rlhf.trainer.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.model.ModelConfig;
import dev.rlhf.trainer.tokens.Tokenizer;
import java.util.stream.StreamSupport;

/**
 * The tokens of one input row: its field {@code tokens}, or a text that is tokenized.
 *
 * @param textField the name of the field that holds the text
 * @param tokenizer null where the model folder has none
 * @param newTokens how many tokens must find room behind those of the row
 */
record TokenRow(String textField, ModelConfig config, Tokenizer tokenizer, int newTokens) {

  private static final String TOKENS = "tokens";

  /**
   * Reads a row.
   *
   * @throws InvalidInputException if it has neither or both fields, no tokens, tokens outside of
   *     the vocabulary, or more than the model has positions
   */
  long[] read(JsonNode row) {
    if (row.has(textField) == row.has(TOKENS)) {
      throw new InvalidInputException(
          "a row has either %s or %s; write one of them.".formatted(textField, TOKENS));
    }
    long[] tokens = row.has(TOKENS) ? tokens(row.get(TOKENS)) : encode(row.get(textField));
    if (tokens.length == 0) {
      throw new InvalidInputException("it has no tokens; write at least one.");
    }
    config.checkLength(
        newTokens == 0 ? "it" : "it, with the new ones,", (long) tokens.length + newTokens);
    return tokens;
  }

  private long[] tokens(JsonNode tokens) {
    boolean valid =
        tokens.isArray()
            && StreamSupport.stream(tokens.spliterator(), false)
                .allMatch(
                    id ->
                        id.isIntegralNumber()
                            && id.canConvertToInt()
                            && id.asInt() >= 0
                            && id.asInt() < config.vocabSize());
    if (!valid) {
      throw new InvalidInputException(
          "tokens is %s; write a list of ids from 0 to %d."
              .formatted(shortened(tokens), config.vocabSize() - 1));
    }
    return StreamSupport.stream(tokens.spliterator(), false).mapToLong(JsonNode::asLong).toArray();
  }

  private long[] encode(JsonNode text) {
    if (!text.isTextual()) {
      throw new InvalidInputException(
          "%s is %s; write a string.".formatted(textField, shortened(text)));
    }
    if (tokenizer == null) {
      throw new InvalidInputException(
          "the model has no tokenizer.json; write tokens instead of %s.".formatted(textField));
    }
    return tokenizer.encode(text.asText());
  }

  private static String shortened(JsonNode value) {
    String text = value.toString();
    return text.length() > 60 ? text.substring(0, 60) + "..." : text;
  }
}
