package dev.rlhf.trainer.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.model.JsonFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What stands beside {@code tokenizer.json}: the chat template, and which tokens are special.
 *
 * <p>As in transformers, {@code chat_template.jinja} goes before {@code chat_template} of {@code
 * tokenizer_config.json}, and of several templates the one named {@code default} counts.
 *
 * @param folder for messages
 * @param specialTokens texts by name, such as {@code eos_token}
 */
public record TokenizerConfig(
    Path folder, Optional<String> chatTemplate, Map<String, String> specialTokens) {
  private static final String CONFIG = "tokenizer_config.json";
  private static final String TEMPLATE = "chat_template.jinja";

  /**
   * Reads the files of a Hugging Face folder; those that are missing count as empty.
   *
   * @throws InvalidInputException when one is there and cannot be read
   */
  public static TokenizerConfig read(Path folder) throws IOException {
    JsonNode config = JsonFile.readIfPresent(folder.resolve(CONFIG));
    Map<String, String> special = new TreeMap<>();
    addSpecialTokens(special, JsonFile.readIfPresent(folder.resolve("special_tokens_map.json")));
    addSpecialTokens(special, config);
    Path template = folder.resolve(TEMPLATE);
    Optional<String> source =
        Files.exists(template)
            ? Optional.of(text(template))
            : template(config.path("chat_template"));
    return new TokenizerConfig(folder, source, special);
  }

  /** The text of the token that ends an answer. */
  public Optional<String> endOfSequence() {
    return Optional.ofNullable(specialTokens.get("eos_token"));
  }

  /**
   * The chat template.
   *
   * @throws InvalidInputException when there is none
   */
  public ChatTemplate template() {
    return new ChatTemplate(
        chatTemplate.orElseThrow(
            () ->
                new InvalidInputException(
                    "%s has no chat_template, which chatFormat: tokenizer takes: add one, or write chatFormat: human-assistant"
                        .formatted(folder.resolve(CONFIG)))),
        specialTokens);
  }

  private static void addSpecialTokens(Map<String, String> special, JsonNode config) {
    for (Map.Entry<String, JsonNode> field : config.properties()) {
      JsonNode value = field.getValue();
      String token = value.isObject() ? value.path("content").asText() : value.asText();
      boolean named = value.isObject() || value.isTextual();
      if (field.getKey().endsWith("_token") && named && !token.isEmpty()) {
        special.put(field.getKey(), token);
      }
    }
  }

  private static Optional<String> template(JsonNode value) {
    if (value.isArray()) {
      for (JsonNode named : value) {
        if (named.path("name").asText().equals("default")) {
          return Optional.of(named.path("template").asText());
        }
      }
    }
    return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
  }

  private static String text(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(
          "%s is not UTF-8: bring the tokenizer's own file".formatted(file), e);
    }
  }
}
