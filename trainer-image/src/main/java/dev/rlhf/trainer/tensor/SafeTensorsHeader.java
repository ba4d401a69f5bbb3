package dev.rlhf.trainer.tensor;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlhf.trainer.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file, checked against the file's size before any tensor is made.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">safetensors format</a>
 */
record SafeTensorsHeader(Map<String, Entry> entries, long dataStart) {

  static final String METADATA = "__metadata__";

  private static final int LONGEST_NAME = 256;
  private static final long MAX_HEADER_BYTES = 100_000_000;
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** A tensor's type and shape, and its bytes [begin, end) behind the header. */
  record Entry(StoredType type, Shape shape, long begin, long end) {}

  static SafeTensorsHeader read(Path file, FileChannel channel) throws IOException {
    long size = channel.size();
    long length = size < Long.BYTES ? -1 : buffer(channel, 0, Long.BYTES).getLong();
    if (length < 2 || length > MAX_HEADER_BYTES || length > size - Long.BYTES) {
      throw broken(file, "its header length does not fit the file; it may be cut short");
    }
    byte[] text = buffer(channel, Long.BYTES, (int) length).array();
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : parse(file, text).properties()) {
      if (!field.getKey().equals(METADATA)) {
        checkName(file, field.getKey());
        entries.put(field.getKey(), entry(file, field.getKey(), field.getValue()));
      }
    }
    checkLayout(file, entries, size - Long.BYTES - length);
    return new SafeTensorsHeader(entries, Long.BYTES + length);
  }

  /** Names are shown to people. */
  private static void checkName(Path file, String name) {
    if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
      throw broken(
          file,
          "the name of a tensor has control characters or more than %d letters"
              .formatted(LONGEST_NAME));
    }
  }

  private static ByteBuffer buffer(FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    SafeTensorsFile.readFully(channel, position, buffer);
    return buffer.flip();
  }

  private static JsonNode parse(Path file, byte[] text) throws IOException {
    try {
      JsonNode root = JSON.readTree(text);
      if (root.isObject()) {
        return root;
      }
    } catch (JsonProcessingException e) {
      throw broken(file, "its header is not JSON: " + e.getOriginalMessage());
    }
    throw broken(file, "its header is not a JSON object");
  }

  private static Entry entry(Path file, String name, JsonNode node) {
    StoredType type = type(file, name, node.path("dtype").asText());
    JsonNode dimensions = node.path("shape");
    JsonNode offsets = node.path("data_offsets");
    if (!isLengths(dimensions) || !isLengths(offsets) || offsets.size() != 2) {
      throw broken(file, "tensor " + name + " lacks a shape or data_offsets");
    }
    long[] shape = new long[dimensions.size()];
    long bytes = type.bytes();
    try {
      for (int i = 0; i < shape.length; i++) {
        shape[i] = dimensions.get(i).asLong();
        bytes = Math.multiplyExact(bytes, shape[i]);
      }
    } catch (ArithmeticException e) {
      throw broken(file, "the shape of tensor " + name + " is too large");
    }
    Entry entry =
        new Entry(type, new Shape(shape), offsets.get(0).asLong(), offsets.get(1).asLong());
    if (entry.end - entry.begin != bytes) {
      throw broken(file, "the offsets of tensor " + name + " do not fit its shape");
    }
    return entry;
  }

  private static StoredType type(Path file, String name, String dtype) {
    try {
      return StoredType.valueOf(dtype);
    } catch (IllegalArgumentException e) {
      throw broken(file, "tensor " + name + " has the unknown type '" + dtype + "'");
    }
  }

  private static boolean isLengths(JsonNode array) {
    boolean valid = array.isArray();
    for (JsonNode element : array) {
      valid &= element.canConvertToLong() && element.isIntegralNumber() && element.asLong() >= 0;
    }
    return valid;
  }

  /** Tensors follow one another without gap or overlap and end with the file. */
  private static void checkLayout(Path file, Map<String, Entry> entries, long dataBytes) {
    List<Map.Entry<String, Entry>> byOffset =
        entries.entrySet().stream()
            .sorted(
                Comparator.<Map.Entry<String, Entry>>comparingLong(e -> e.getValue().begin)
                    .thenComparingLong(e -> e.getValue().end))
            .toList();
    long end = 0;
    for (Map.Entry<String, Entry> next : byOffset) {
      if (next.getValue().begin != end) {
        throw broken(
            file, "tensor " + next.getKey() + " overlaps another or leaves a gap before it");
      }
      end = next.getValue().end;
    }
    if (end != dataBytes) {
      throw broken(
          file, "its tensors take %d bytes, but it holds %d of data".formatted(end, dataBytes));
    }
  }

  private static InvalidInputException broken(Path file, String why) {
    return new InvalidInputException(
        file + " is not a valid safetensors file: " + why + "; copy or download it again.");
  }
}
