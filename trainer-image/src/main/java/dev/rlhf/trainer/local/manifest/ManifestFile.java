package dev.rlhf.trainer.local.manifest;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.manifest.RLHFRunSpec;
import dev.rlhf.trainer.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A manifest that an API server would accept.
 *
 * @param folder what relative paths in it are relative to
 * @param name of the run
 * @param fields everything in it, defaults too
 */
public record ManifestFile(Path folder, String name, ObjectNode fields) {
  private static final String API_VERSION = "rlhf.dev/v1alpha1";
  private static final String KIND = "RLHFRun";
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /**
   * Reads and checks a file.
   *
   * @throws InvalidInputException when the file is no YAML or an API server would refuse it
   */
  public static ManifestFile read(Path file) {
    ObjectNode fields = YamlDocument.parse(text(file), file.toString());
    refuseOtherKinds(fields, file);
    List<Violation> violations = ManifestCheck.check(fields);
    String name = fields.at("/metadata/name").asText();
    if (!violations.isEmpty()) {
      throw new InvalidInputException(refusal(name, violations));
    }
    return new ManifestFile(file.toAbsolutePath().getParent(), name, fields);
  }

  /** What the user asks for. */
  public RLHFRunSpec spec() {
    try {
      return JSON.treeToValue(fields.get("spec"), RLHFRunSpec.class);
    } catch (IOException e) {
      throw new UncheckedIOException("the schema accepts what the types do not", e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new InvalidInputException(
          file + " cannot be read: write the path of a manifest, a UTF-8 file", e);
    }
  }

  private static void refuseOtherKinds(ObjectNode fields, Path file) {
    if (!API_VERSION.equals(fields.path("apiVersion").asText())
        || !KIND.equals(fields.path("kind").asText())) {
      throw new InvalidInputException(
          "%s: write 'apiVersion: %s' and 'kind: %s'".formatted(file, API_VERSION, KIND));
    }
  }

  private static String refusal(String name, List<Violation> violations) {
    String intro = "The %s \"%s\" is invalid: ".formatted(KIND, name);
    return violations.size() == 1
        ? intro + violations.get(0)
        : violations.stream()
            .map(violation -> "\n* " + violation)
            .collect(Collectors.joining("", intro, ""));
  }
}
