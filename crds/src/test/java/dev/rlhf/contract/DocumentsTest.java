package dev.rlhf.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.rlhf.manifest.CheckpointRef;
import dev.rlhf.plan.RunIdentity;
import dev.rlhf.plan.Stage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DocumentsTest {
  private static final RunIdentity RUN =
      new RunIdentity("hh", "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0");

  @Test
  void aManifestIsReadBackAsItWasWritten() throws IOException {
    CheckpointManifest manifest = manifest(Map.of("a", entry('a'), "b", entry('b')));

    byte[] json = Documents.json(manifest).getBytes(StandardCharsets.UTF_8);

    assertThat(Documents.read(json, CheckpointManifest.class)).isEqualTo(manifest);
  }

  @Test
  void equalManifestsHaveEqualTextsWhateverTheOrderOfTheirMaps() {
    Map<String, CheckpointManifest.FileEntry> forward = new LinkedHashMap<>();
    forward.put("a", entry('a'));
    forward.put("b", entry('b'));
    Map<String, CheckpointManifest.FileEntry> backward = new LinkedHashMap<>();
    backward.put("b", entry('b'));
    backward.put("a", entry('a'));

    assertThat(Documents.json(manifest(forward))).isEqualTo(Documents.json(manifest(backward)));
  }

  @Test
  void aResultOnOneLineIsReadBack() throws IOException {
    var result =
        new StageResult(
            Stage.SFT,
            1,
            "pod",
            ExitCode.DONE,
            "done",
            new CheckpointRef("hh-0f1e2d3c/sft/1-pod/step-40", "0".repeat(64), 40L),
            0,
            Map.of("model", "1".repeat(64)),
            Map.of("demonstrations", "2".repeat(64)),
            Map.of("loss", 1.5));

    String line = Documents.jsonLine(result);

    assertThat(line).doesNotContain("\n");
    assertThat(Documents.read(line.getBytes(StandardCharsets.UTF_8), StageResult.class))
        .isEqualTo(result);
  }

  @Test
  void fieldsThatAreNotKnownAreRefused() throws IOException {
    String yaml = Files.readString(Path.of("src/test/resources/plan/sft/out-sft.yaml"));

    assertThatThrownBy(() -> Documents.stageConfig(yaml + "learningRat: 1\n"))
        .isInstanceOf(UnrecognizedPropertyException.class)
        .hasMessageContaining("learningRat");
  }

  private static CheckpointManifest manifest(Map<String, CheckpointManifest.FileEntry> files) {
    return new CheckpointManifest(
        CheckpointManifest.VERSION,
        RUN,
        Stage.SFT,
        40,
        40,
        1,
        "pod",
        Map.of("model", "1".repeat(64)),
        "2".repeat(64),
        Map.of("demonstrations", "3".repeat(64)),
        2,
        "some CPU",
        Map.of("pytorch", "2.7.1"),
        List.of(new CheckpointManifest.Change(20, 2, List.of("spec.seed was 1 and is 2"))),
        files);
  }

  private static CheckpointManifest.FileEntry entry(char digit) {
    return new CheckpointManifest.FileEntry(1, String.valueOf(digit).repeat(64));
  }
}
