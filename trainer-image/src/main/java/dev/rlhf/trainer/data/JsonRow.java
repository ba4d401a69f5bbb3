package dev.rlhf.trainer.data;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.tokens.Message;
import dev.rlhf.trainer.tokens.Role;
import java.util.ArrayList;
import java.util.List;

/** The fields of a row's JSON object; what is wrong with one is said without naming the place. */
final class JsonRow {

  /** A name twice, or anything after the object, is a mistake. */
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  private JsonRow() {}

  static JsonNode parse(String line) {
    try {
      JsonNode row = MAPPER.readTree(line);
      if (row.isObject()) {
        return row;
      }
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "not valid JSON (%s): write one object on each line".formatted(e.getOriginalMessage()),
          e);
    }
    throw new InvalidInputException("not a JSON object: write one on each line");
  }

  static String text(JsonNode object, String field) {
    JsonNode value = object.path(field);
    if (!value.isTextual()) {
      throw new InvalidInputException(
          "%s is %s: write a text in quotes"
              .formatted(field, value.isMissingNode() ? "missing" : "not a text"));
    }
    return value.asText();
  }

  static List<Message> messages(JsonNode object, String field) {
    JsonNode list = object.path(field);
    if (!list.isArray()) {
      throw new InvalidInputException(
          "%s is not a list: write [{\"role\": \"user\", \"content\": \"...\"}, ...]"
              .formatted(field));
    }
    List<Message> messages = new ArrayList<>();
    for (JsonNode item : list) {
      messages.add(new Message(Role.of(text(item, "role")), text(item, "content")));
    }
    return messages;
  }
}
