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
  static String pod(String name, Map<String, String> values) {
    String text = text("/pod/" + name + ".yaml");
    for (var value : values.entrySet()) {
      text = text.replace("$" + value.getKey(), value.getValue());
    }
    return text;
  }

  private static String text(String resource) {
    try (InputStream in = Resource.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
