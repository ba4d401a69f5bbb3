package dev.rlhf.trainer.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** What is done to files of any kind, and what is put in their place. */
final class HostileFiles {
  static final String WEIGHTS = "model.safetensors";
  static final String CONFIG = "config.json";
  static final String TOKENIZER = "tokenizer.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private HostileFiles() {}

  static void cut(Path file, RandomGenerator random) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    byte[] part = new byte[random.nextInt(whole.length - 1)];
    System.arraycopy(whole, 0, part, 0, part.length);
    Files.write(file, part);
  }

  static void link(Path file, Path target) throws IOException {
    Files.delete(file);
    Files.createSymbolicLink(file, target);
  }

  static byte[] noise(RandomGenerator random) {
    byte[] noise = new byte[1 + random.nextInt(4096)];
    random.nextBytes(noise);
    noise[0] = (byte) (0x80 | noise[0]);
    return noise;
  }

  static String deep(RandomGenerator random) {
    int depth = 2_000 + random.nextInt(100_000);
    return "{\"a\":" + (random.nextBoolean() ? "[" : "{\"a\":").repeat(depth);
  }

  @SafeVarargs
  static <T> T pick(RandomGenerator random, T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** Changes a file of JSON. */
  static void edit(Path file, Consumer<ObjectNode> edit) throws IOException {
    ObjectNode document = (ObjectNode) JSON.readTree(file.toFile());
    edit.accept(document);
    Files.writeString(file, document.toString());
  }
}
