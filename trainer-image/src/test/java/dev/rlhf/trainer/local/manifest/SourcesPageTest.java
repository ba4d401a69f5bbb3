package dev.rlhf.trainer.local.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples of docs/sources.md are manifests that an API server would accept. */
class SourcesPageTest {
  private static final Pattern SAMPLE = Pattern.compile("(?ms)^```yaml\n(.*?)^```");

  @TempDir Path folder;

  @Test
  void itsSamplesAreValid() throws IOException {
    List<String> samples =
        SAMPLE
            .matcher(Files.readString(Path.of("../docs/sources.md")))
            .results()
            .map((MatchResult sample) -> sample.group(1))
            .toList();
    assertThat(samples).isNotEmpty();
    for (String sample : samples) {
      Path file = Files.writeString(folder.resolve("run.yaml"), sample);
      assertThat(ManifestFile.read(file).spec().sources()).isNotNull();
    }
  }
}
