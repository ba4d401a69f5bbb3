package dev.rlhf.e2e.cluster;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the scenarios take from the environment, with public defaults.
 *
 * @param cluster KIND_CLUSTER: name of the kind cluster; one that exists is used and kept, else it
 *     is made and deleted
 * @param nodeImage KIND_NODE_IMAGE: of a cluster that is made; kind's own choice where unset
 * @param config KIND_CONFIG: kind's configuration of a cluster that is made
 * @param baseImage BASE_IMAGE: the Java runtime that our images build on
 * @param prometheusImage PROMETHEUS_IMAGE: its entry point is the Prometheus server
 */
public record Settings(
    String cluster,
    Optional<String> nodeImage,
    Optional<String> config,
    String baseImage,
    String prometheusImage) {
  /** The root of the repository. */
  public static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  /** Where the quick start's checkpoints are left, by stage. */
  public static final Path CHECKPOINTS = REPOSITORY.resolve("e2e/target/checkpoints");

  static Settings ofEnvironment() {
    return new Settings(
        variable("KIND_CLUSTER").orElse("rlhf-e2e-" + ProcessHandle.current().pid()),
        variable("KIND_NODE_IMAGE"),
        variable("KIND_CONFIG"),
        variable("BASE_IMAGE").orElse("eclipse-temurin:17-jre"),
        variable("PROMETHEUS_IMAGE").orElse("prom/prometheus:v3.5.0"));
  }

  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }
}
