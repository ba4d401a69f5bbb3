package dev.rlhf.trainer.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.trainer.InvalidInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Files of one JSON object per line, in UTF-8; blank lines do not count. */
final class JsonLines {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

  private JsonLines() {}

  /**
   * Reads all rows of a file.
   *
   * @throws InvalidInputException naming file and line of the first row that {@code reader} refuses
   *     or that is not a JSON object
   */
  static <T> List<T> read(Path file, Function<JsonNode, T> reader) throws IOException {
    List<T> rows = new ArrayList<>();
    int line = 0;
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        line++;
        if (!text.isBlank()) {
          rows.add(reader.apply(parse(text)));
        }
      }
    } catch (InvalidInputException e) {
      throw new InvalidInputException("%s:%d: %s".formatted(file, line, e.getMessage()), e);
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(
          "%s:%d: it is not UTF-8; write the file in UTF-8.".formatted(file, line + 1), e);
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(file + " does not exist.", e);
    }
    if (rows.isEmpty()) {
      throw new InvalidInputException(file + " has no rows; write one JSON object per line.");
    }
    return rows;
  }

  private static JsonNode parse(String text) {
    try {
      JsonNode row = JSON.readTree(text);
      if (row.isObject()) {
        return row;
      }
    } catch (JsonProcessingException e) {
      throw new InvalidInputException("not valid JSON: " + e.getOriginalMessage() + ".", e);
    }
    throw new InvalidInputException("not a JSON object; write one object per line.");
  }

  static ObjectNode row() {
    return JSON.createObjectNode();
  }

  static void write(OutputStream out, List<ObjectNode> rows) throws IOException {
    for (ObjectNode row : rows) {
      JSON.writeValue(out, row);
      out.write('\n');
    }
    out.flush();
  }
}
