package dev.rlhf.trainer.data;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rlhf.trainer.InvalidInputException;

/** Reads rows strictly: a name given twice, or anything after the object, is a mistake. */
final class RowJson {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  private RowJson() {}

  static JsonNode parse(String line) {
    try {
      JsonNode row = JSON.readTree(line);
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
}
