package dev.rlhf.operator.scale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the API server says it was asked for. */
final class AuditLog {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> READS = Set.of("get", "list", "watch");
  private static final String POLICY =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived]
      rules:
        - level: Metadata
          namespaces: [%s]
        - level: None
      """;

  private final Path file;

  private AuditLog(Path file) {
    this.file = file;
  }

  static AuditLog in(Path folder) {
    return new AuditLog(folder.resolve("audit.log"));
  }

  /** What an API server needs to be told to keep it, for some namespaces. */
  List<String> flags(List<String> namespaces) throws IOException {
    Path policy = file.resolveSibling("audit-policy.yaml");
    Files.writeString(policy, POLICY.formatted(String.join(", ", namespaces)));
    return List.of(
        "--audit-log-path",
        file.toString(),
        "--audit-policy-file",
        policy.toString(),
        "--audit-log-mode",
        "batch",
        "--audit-log-maxsize",
        "100000");
  }

  /** How often a user asked for what in a namespace, refusals included. */
  Requests requests(String namespace, String user) throws IOException {
    Map<String, Integer> writes = new TreeMap<>();
    Map<String, Integer> dryRuns = new TreeMap<>();
    Map<String, Integer> reads = new TreeMap<>();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      lines
          .lines()
          .map(AuditLog::parse)
          .filter(event -> event.at("/objectRef/namespace").asText().equals(namespace))
          .filter(event -> event.at("/user/username").asText().equals(user))
          .filter(event -> !event.at("/objectRef/resource").asText().equals("leases"))
          .forEach(
              event -> {
                boolean dry = event.path("requestURI").asText().contains("dryRun");
                boolean read = READS.contains(event.path("verb").asText());
                (read ? reads : dry ? dryRuns : writes).merge(what(event), 1, Integer::sum);
              });
    }
    return new Requests(writes, dryRuns, reads);
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String what(JsonNode event) {
    String sub = event.at("/objectRef/subresource").asText();
    int code = event.at("/responseStatus/code").asInt();
    return event.path("verb").asText()
        + " "
        + event.at("/objectRef/resource").asText()
        + (sub.isEmpty() ? "" : "/" + sub)
        + (code < 400 ? "" : " " + code);
  }

  /** By verb and resource; with the answer's code where it was an error. */
  record Requests(
      Map<String, Integer> writes, Map<String, Integer> dryRuns, Map<String, Integer> reads) {
    double per(int stages, Map<String, Integer> counts) {
      return Math.round(100.0 * counts.values().stream().mapToInt(Integer::intValue).sum() / stages)
          / 100.0;
    }
  }
}
