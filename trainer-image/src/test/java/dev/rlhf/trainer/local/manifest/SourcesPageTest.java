package dev.rlhf.trainer.local.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.trainer.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples of docs/sources.md are manifests that an API server would accept. */
class SourcesPageTest {
  @TempDir Path folder;

  @Test
  void itsSamplesAreValid() throws IOException {
    for (String sample : new Page("sources.md").samples("yaml")) {
      Path file = Files.writeString(folder.resolve("run.yaml"), sample);
      assertThat(ManifestFile.read(file).spec().sources()).isNotNull();
    }
  }
}
