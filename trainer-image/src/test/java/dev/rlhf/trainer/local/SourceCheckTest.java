package dev.rlhf.trainer.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlhf.manifest.RLHFRunSpec;
import dev.rlhf.manifest.Source;
import dev.rlhf.plan.Fetched;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.demo.DemoSources;
import dev.rlhf.trainer.local.manifest.ManifestFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceCheckTest {
  @TempDir Path folder;
  private LocalPlaces places;

  @BeforeEach
  void oneFileIsThere() throws IOException {
    places = new LocalPlaces(folder.resolve("out"), folder, new Fetched(null));
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

  @ParameterizedTest
  @EnumSource
  void theSchemaKnowsWhatIsOffered(DemoSources source) {
    assertThatCode(() -> check("demo://model", "demo://%s?seed=3".formatted(source.id())))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data.preferences.uri",
        "data.prompts.uri",
        "evaluation.prompts.uri",
        "data.understanding.uri",
        "evaluation.preferences.uri",
        "evaluation.texts.uri",
        "evaluation.scorers[1].uri"
      })
  void laterStagesAreLookedAtToo(String field) throws IOException {
    RLHFRunSpec spec =
        spec(
            """
            model: {uri: "demo://model"}
            data:
              demonstrations: {uri: "demo://demonstrations"}
              preferences: {uri: "file://data.preferences.uri"}
              prompts: {uri: "file://data.prompts.uri"}
              understanding: {uri: "file://data.understanding.uri"}
            stages: {sft: {}, rewardModel: {}, ppo: {}}
            evaluation:
              prompts: {uri: "file://evaluation.prompts.uri"}
              preferences: {uri: "file://evaluation.preferences.uri"}
              texts: {uri: "file://evaluation.texts.uri"}
              scorers: [{name: gold, uri: "demo://gold"}, {name: second, uri: "file://evaluation.scorers[1].uri"}]
            """
                .replace("file://" + field, "file://missing"));
    for (String source : List.of("data.preferences", "data.prompts", "data.understanding")) {
      Files.writeString(folder.resolve(source + ".uri"), "");
    }
    for (String source : List.of("prompts", "preferences", "texts", "scorers[1]")) {
      Files.writeString(folder.resolve("evaluation." + source + ".uri"), "");
    }

    assertThatThrownBy(() -> new SourceCheck(places).check(spec))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("spec.%s: %s".formatted(field, folder.resolve("missing")));
  }

  @Test
  void aReadyCheckpointIsLookedForInPlaceOfItsSources() throws IOException {
    assertThatThrownBy(
            () -> new SourceCheck(places).check(spec("pvc://a/b", "", "file://sft-model")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("spec.stages.sft.checkpoint.uri: " + folder.resolve("sft-model"));
    assertThatThrownBy(() -> new SourceCheck(places).check(spec("pvc://a/b", "", "demo://model")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("demo:// makes no trained model");
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
    return spec(
        "model: {uri: \"%s\"}\ndata: %s\nstages: {sft: %s}\n".formatted(model, sources, sft));
  }

  private RLHFRunSpec spec(String yaml) throws IOException {
    String head = "apiVersion: rlhf.dev/v1alpha1\nkind: RLHFRun\nmetadata: {name: run}\nspec:\n";
    Path file = Files.writeString(folder.resolve("run.yaml"), head + yaml.indent(2));
    return ManifestFile.read(file).spec();
  }
}
