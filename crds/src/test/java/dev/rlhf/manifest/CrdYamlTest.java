package dev.rlhf.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrdYamlTest {
  private static final Path COMMITTED = Path.of("src/main/resources", CrdYaml.RESOURCE);
  private static final Path IN_CHART = Path.of("../helm/rlhf-operator/files/crd.yaml");

  /**
   * Kubernetes takes 256 KiB of annotations, in one of which kubectl apply writes the whole CRD.
   */
  private static final int ANNOTATIONS_BYTES = 240_000;

  @TempDir Path scratch;
  private String generated;

  @BeforeEach
  void generate() throws IOException {
    generated = GeneratedCrd.generate(scratch).yaml();
    if (Boolean.getBoolean("rlhf.update")) {
      Files.createDirectories(COMMITTED.getParent());
      Files.writeString(COMMITTED, generated);
      Files.writeString(IN_CHART, generated);
    }
  }

  @Test
  void theCommittedCrdIsWhatTheTypesSay() {
    assertThat(COMMITTED).hasContent(generated);
  }

  @Test
  void theChartInstallsTheSame() {
    assertThat(IN_CHART).hasContent(generated);
  }

  @Test
  void theCrdIsSmallEnoughToApply() throws IOException {
    var crd = Serialization.unmarshal(Files.readString(COMMITTED), CustomResourceDefinition.class);

    assertThat(Serialization.asJson(crd).length()).isLessThan(ANNOTATIONS_BYTES);
  }
}
