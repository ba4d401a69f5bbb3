package dev.rlhf.e2e.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The manifests of the scenarios. */
final class Resource {
  private Resource() {}

  static String manifest(String name) {
    return text("/manifest/" + name + ".yaml");
  }

  /** A manifest whose {@code $NAME}s are filled in. */
  static String manifest(String name, Map<String, String> values) {
    return filled(manifest(name), values);
  }

  /** A pod whose {@code $NAME}s are filled in. */
  static String pod(String name, Map<String, String> values) {
    return filled(text("/pod/" + name + ".yaml"), values);
  }

  private static String filled(String text, Map<String, String> values) {
    String filled = text;
    for (var value : values.entrySet()) {
      filled = filled.replace("$" + value.getKey(), value.getValue());
    }
    return filled;
  }

  private static String text(String resource) {
    try (InputStream in = Resource.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
