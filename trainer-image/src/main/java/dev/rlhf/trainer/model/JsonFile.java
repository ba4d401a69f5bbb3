package dev.rlhf.trainer.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.trainer.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** A file that holds one JSON object. */
public final class JsonFile {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(SerializationFeature.INDENT_OUTPUT);

  /** Several times the largest tokenizer.json that is about. */
  private static final long MAX_BYTES = 256L << 20;

  private JsonFile() {}

  /**
   * Reads the object.
   *
   * @throws InvalidInputException if the file is missing or holds something else
   */
  public static ObjectNode read(Path file) throws IOException {
    try {
      JsonNode node = JSON.readTree(bytes(file));
      if (node instanceof ObjectNode object) {
        return object;
      }
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(file + " does not exist.", e);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "%s is not valid JSON: %s.".formatted(file, e.getOriginalMessage()), e);
    }
    throw new InvalidInputException(file + " does not hold a JSON object.");
  }

  private static byte[] bytes(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new InvalidInputException(file + " is no file; put a file with a JSON object there.");
    }
    if (attributes.size() > MAX_BYTES) {
      throw new InvalidInputException(
          "%s has %d bytes, more than the %d that are read; check what it is."
              .formatted(file, attributes.size(), MAX_BYTES));
    }
    return Files.readAllBytes(file);
  }

  /** Reads the object, or gives an empty one where there is no such file. */
  public static ObjectNode readIfPresent(Path file) throws IOException {
    return Files.exists(file) ? read(file) : JSON.createObjectNode();
  }

  public static void write(Path file, ObjectNode object) throws IOException {
    Files.write(file, JSON.writeValueAsBytes(object));
  }
}
