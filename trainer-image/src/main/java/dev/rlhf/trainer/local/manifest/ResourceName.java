package dev.rlhf.trainer.local.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;

/** Checks {@code metadata.name}, as Kubernetes does for every resource. */
final class ResourceName {
  private static final FieldPath PATH = new FieldPath("metadata.name");
  private static final int MAX_LENGTH = 253;
  private static final String REGEX =
      "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
  private static final Pattern SUBDOMAIN = Pattern.compile(REGEX);
  private static final String RULE =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex"
          + " used for validation is '"
          + REGEX
          + "')";

  private ResourceName() {}

  static List<Violation> check(JsonNode manifest) {
    String name = manifest.at("/metadata/name").asText();
    if (name.isEmpty()) {
      return List.of(Violation.required(PATH, "name or generateName is required"));
    }
    if (name.length() > MAX_LENGTH) {
      return List.of(
          Violation.invalid(PATH, name, "must be no more than " + MAX_LENGTH + " characters"));
    }
    return SUBDOMAIN.matcher(name).matches()
        ? List.of()
        : List.of(Violation.invalid(PATH, name, RULE));
  }
}
