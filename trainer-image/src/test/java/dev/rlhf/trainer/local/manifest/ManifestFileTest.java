package dev.rlhf.trainer.local.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlhf.trainer.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestFileTest {
  /** The same files are given to a real API server, by the operator's tests. */
  private static final Path CASES = Path.of("../crds/src/test/resources");

  @TempDir Path folder;

  static List<Path> invalid() throws IOException {
    return yamlFilesBelow("invalid");
  }

  static List<Path> valid() throws IOException {
    return yamlFilesBelow("valid");
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void aManifestIsRefusedWithTheMessageOfAnApiServer(Path file) throws IOException {
    var example = YamlDocument.parse(Files.readString(file), file.toString());
    Path manifest = write(example.get("resource").toString());

    assertThatThrownBy(() -> ManifestFile.read(manifest))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(example.get("message").textValue());
  }

  @ParameterizedTest
  @MethodSource("valid")
  void aRightManifestFitsTheTypes(Path file) {
    assertThat(ManifestFile.read(file).spec().stages().sft()).isNotNull();
  }

  @Test
  void defaultsAreFilledIn() throws IOException {
    var spec = ManifestFile.read(CASES.resolve("valid/left-out-by-null.yaml")).spec();

    assertThat(spec.seed()).isEqualTo(1);
    assertThat(spec.checkpoints().everySteps()).isEqualTo(100);
    assertThat(spec.retry().backoff()).isEqualTo("10s");
    assertThat(spec.template().nodeSelector()).isEmpty();
  }

  @Test
  void numbersAreThoseThatKubectlReads() {
    var spec = ManifestFile.read(CASES.resolve("valid/numbers.yaml")).spec();

    assertThat(spec.seed()).isEqualTo(2);
    assertThat(spec.checkpoints().keep()).isEqualTo(16);
    assertThat(spec.stages().sft().epochs()).isEqualTo(8);
    assertThat(spec.stages().sft().learningRate()).isEqualTo(0.001);
  }

  @Test
  void severalErrorsStandOneALine() throws IOException {
    Path manifest =
        write(
            """
            apiVersion: rlhf.dev/v1alpha1
            kind: RLHFRun
            metadata: {name: run}
            spec:
              model: {uri: "demo://model"}
              seed: -1
              stages: {sft: {}}
            """);

    assertThatThrownBy(() -> ManifestFile.read(manifest))
        .hasMessage(
            """
            The RLHFRun "run" is invalid:\s
            * spec: Invalid value: "object": stages.sft needs demonstrations to train on: write \
            data.demonstrations.uri, or name a ready checkpoint in stages.sft.checkpoint.uri
            * spec.seed: Invalid value: "integer": seed must lie between 0 and 2147483647""");
  }

  @Test
  void rulesWaitForAWholeStructure() throws IOException {
    Path manifest =
        write(
            """
            apiVersion: rlhf.dev/v1alpha1
            kind: RLHFRun
            metadata: {name: run}
            spec: {seed: -1}
            """);

    assertThatThrownBy(() -> ManifestFile.read(manifest))
        .hasMessageContaining("* spec.model: Required value\n* spec.stages: Required value\n")
        .hasMessageEndingWith("correct the existing errors to complete validation")
        .hasMessageNotContaining("seed");
  }

  @Test
  void theLineOfASyntaxErrorIsNamed() throws IOException {
    Path manifest = write("kind: RLHFRun\nspec: {\n  seed: 1\nmetadata: [\n");

    assertThatThrownBy(() -> ManifestFile.read(manifest))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(manifest + ":4: ");
  }

  @Test
  void aRepeatedFieldIsRefused() throws IOException {
    Path manifest = write("kind: RLHFRun\nkind: RLHFRun\n");

    assertThatThrownBy(() -> ManifestFile.read(manifest))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("duplicate key kind");
  }

  @Test
  void anotherKindIsRefused() throws IOException {
    Path manifest = write("apiVersion: v1\nkind: Pod\n");

    assertThatThrownBy(() -> ManifestFile.read(manifest))
        .hasMessage(manifest + ": write 'apiVersion: rlhf.dev/v1alpha1' and 'kind: RLHFRun'");
  }

  @Test
  void oneFileHoldsOneManifest() throws IOException {
    Path two = write("kind: RLHFRun\n---\nkind: RLHFRun\n");
    Path none = Files.writeString(folder.resolve("none.yaml"), "# nothing\n");

    assertThatThrownBy(() -> ManifestFile.read(two)).hasMessageContaining("several documents");
    assertThatThrownBy(() -> ManifestFile.read(none)).hasMessageContaining("no manifest is in it");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> ManifestFile.read(folder.resolve("run.yaml")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("run.yaml cannot be read");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("manifest.yaml"), text);
  }

  private static List<Path> yamlFilesBelow(String kind) throws IOException {
    try (Stream<Path> files = Files.walk(CASES.resolve(kind))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }
}
