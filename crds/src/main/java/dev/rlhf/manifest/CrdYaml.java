package dev.rlhf.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The committed CustomResourceDefinition, as the cluster gets it. */
public final class CrdYaml {
  /** Where it lies on the class path. */
  public static final String RESOURCE = "crd/rlhfruns.rlhf.dev.yaml";

  private CrdYaml() {}

  /** Its text. */
  public static String read() {
    try (InputStream in = CrdYaml.class.getClassLoader().getResourceAsStream(RESOURCE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
