package dev.rlhf.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrdYamlTest {
  private static final Path COMMITTED = Path.of("src/main/resources", CrdYaml.RESOURCE);
  private static final Path IN_CHART = Path.of("../helm/rlhf-operator/files/crd.yaml");
  private static final int API_SERVER_LIMIT_BYTES = 200_000;

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
    assertThat(Files.size(COMMITTED)).isLessThan(API_SERVER_LIMIT_BYTES);
  }
}
