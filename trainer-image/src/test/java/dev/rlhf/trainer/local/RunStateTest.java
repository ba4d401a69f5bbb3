package dev.rlhf.trainer.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlhf.plan.Stage;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.local.manifest.ManifestFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStateTest {
  @TempDir Path folder;

  @Test
  void aRunIsReadBackAsItWasBegun() throws IOException {
    ManifestFile manifest = manifest("run", "sft: {learningRate: 1}");
    RunState begun = RunState.begin(manifest);

    begun.write(folder.resolve("run.json"));
    RunState read = RunState.read(folder.resolve("run.json")).orElseThrow();

    assertThat(read.run()).isEqualTo(begun.run());
    assertThat(read.changes(manifest)).isEmpty();
    assertThat(RunState.read(folder.resolve("other.json"))).isEmpty();
  }

  /** As a file system has it that lost the bytes of a file and kept its name. */
  @Test
  void aFileThatIsEmptyIsNamedWithWhatToDo() throws IOException {
    Path file = Files.createFile(folder.resolve("run.json"));

    assertThatThrownBy(() -> RunState.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            file + ", which says which run its folder holds, cannot be understood")
        .hasMessageContaining("put a copy of it back");
  }

  @Test
  void theSameManifestInOtherWordsIsUnchanged() throws IOException {
    RunState begun = RunState.begin(manifest("run", "sft: {learningRate: 1}"));
    ManifestFile same =
        manifest("run", "sft: {learningRate: 1.0}\n  seed: 1\n  retry: {errors: 7}");

    assertThat(begun.changes(same)).hasToString("[spec.retry.errors was 2 and is 7]");
    assertThat(begun.goOnWith(same, folder, Set.of()).run()).isEqualTo(begun.run());
  }

  @Test
  void everyChangedFieldIsNamed() throws IOException {
    RunState begun = RunState.begin(manifest("run", "sft: {learningRate: 0.1}"));
    ManifestFile changed = manifest("run", "sft: {batchSize: 3}\n  seed: 2");

    assertThatThrownBy(() -> begun.goOnWith(changed, folder, Set.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "spec.seed was 1 and is 2, spec.stages.sft.batchSize was absent and is 3;")
        .hasMessageContaining("--fresh");
  }

  @Test
  void whatNoCheckpointDependsOnMayChangeWhileItsStageIsNotDone() throws IOException {
    RunState begun = RunState.begin(manifest("run", "sft: {learningRate: 0.1}"));
    ManifestFile changed =
        manifest("run", "sft: {epochs: 3, learningRate: 0.2}\n  checkpoints: {everySteps: 7}");

    RunState now = begun.goOnWith(changed, folder, Set.of(Stage.RM));

    assertThat(now.run()).isEqualTo(begun.run());
    assertThat(now.changes(changed)).isEmpty();
    assertThatThrownBy(() -> begun.goOnWith(changed, folder, Set.of(Stage.SFT)))
        .hasMessageContaining(
            "spec.stages.sft.epochs was absent and is 3, though that stage is done, spec.stages.sft.learningRate was 0.1 and is 0.2, though that stage is done;");
  }

  @Test
  void whatAPodIsMadeFromMayChangeWhenItsStageIsDone() throws IOException {
    RunState begun = RunState.begin(manifest("run", "sft: {}"));
    ManifestFile changed = manifest("run", "sft: {resources: {limits: {memory: 1Gi}}}");

    assertThat(begun.goOnWith(changed, folder, Set.of(Stage.SFT)).changes(changed)).isEmpty();
  }

  @Test
  void aFolderHoldsOneName() throws IOException {
    RunState begun = RunState.begin(manifest("run", "sft: {}"));
    ManifestFile other = manifest("other", "sft: {}");

    assertThatThrownBy(() -> begun.goOnWith(other, folder, Set.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("write --out with another folder for 'other'");
  }

  private ManifestFile manifest(String name, String stages) throws IOException {
    return ManifestFile.read(
        Files.writeString(
            folder.resolve("run.yaml"),
            """
            apiVersion: rlhf.dev/v1alpha1
            kind: RLHFRun
            metadata: {name: %s}
            spec:
              model: {uri: "demo://model"}
              data: {demonstrations: {uri: "demo://demonstrations"}}
              stages:
                %s
            """
                .formatted(name, stages)));
  }
}
