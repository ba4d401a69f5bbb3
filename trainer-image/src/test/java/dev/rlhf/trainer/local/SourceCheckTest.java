package dev.rlhf.trainer.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlhf.manifest.RLHFRunSpec;
import dev.rlhf.manifest.Source;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.local.manifest.ManifestFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceCheckTest {
  @TempDir Path folder;
  private LocalPlaces places;

  @BeforeEach
  void oneFileIsThere() throws IOException {
    places = new LocalPlaces(folder.resolve("out"), folder);
    Files.writeString(folder.resolve("sft.jsonl"), "");
  }

  @Test
  void pathsAreAbsoluteOrRelativeToTheManifest() {
    assertThat(places.path(new Source("file://sub/model")))
        .isEqualTo(folder.resolve("sub/model").toString());
    assertThat(places.path(new Source("file:///models/base"))).isEqualTo("/models/base");
    assertThat(places.path(new Source("demo://model"))).isNull();
  }

  @Test
  void whatIsThereIsAccepted() {
    assertThatCode(() -> check("demo://model?seed=3", "file://sft.jsonl"))
        .doesNotThrowAnyException();
  }

  @Test
  void aMissingFileIsNamedWithItsField() {
    refused("demo://model", "file://rows.jsonl")
        .hasMessageContaining("spec.data.demonstrations.uri: " + folder.resolve("rows.jsonl"))
        .hasMessageContaining("cannot be read");
  }

  @Test
  void aClaimIsRefused() {
    refused("pvc://models/base", "file://sft.jsonl")
        .hasMessage(
            "spec.model.uri: pvc://models/base is on a cluster's claim, which a local run cannot"
                + " read: copy it here and write file://path");
  }

  @Test
  void anUnknownDemoIsRefused() {
    refused("demo://gold", "file://sft.jsonl")
        .hasMessage(
            "spec.model.uri: demo://gold does not exist: write one of demo://model,"
                + " demo://demonstrations");
  }

  @Test
  void aReadyCheckpointIsLookedForInPlaceOfItsSources() throws IOException {
    assertThatThrownBy(
            () -> new SourceCheck(places).check(spec("pvc://a/b", "", "file://sft-model")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("spec.stages.sft.checkpoint.uri: " + folder.resolve("sft-model"));
    assertThatThrownBy(() -> new SourceCheck(places).check(spec("pvc://a/b", "", "demo://model")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("demo:// makes no ready checkpoint");
  }

  private AbstractThrowableAssert<?, ?> refused(String model, String data) {
    return assertThatThrownBy(() -> check(model, data)).isInstanceOf(InvalidInputException.class);
  }

  private void check(String model, String data) throws IOException {
    new SourceCheck(places).check(spec(model, data, ""));
  }

  private RLHFRunSpec spec(String model, String data, String checkpoint) throws IOException {
    String sources = data.isEmpty() ? "{}" : "{demonstrations: {uri: \"%s\"}}".formatted(data);
    String sft = checkpoint.isEmpty() ? "{}" : "{checkpoint: {uri: \"%s\"}}".formatted(checkpoint);
    return ManifestFile.read(
            Files.writeString(
                folder.resolve("run.yaml"),
                """
                apiVersion: rlhf.dev/v1alpha1
                kind: RLHFRun
                metadata: {name: run}
                spec: {model: {uri: "%s"}, data: %s, stages: {sft: %s}}
                """
                    .formatted(model, sources, sft)))
        .spec();
  }
}
