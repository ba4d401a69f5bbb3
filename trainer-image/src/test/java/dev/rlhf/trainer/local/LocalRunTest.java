package dev.rlhf.trainer.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.Documents;
import dev.rlhf.contract.StageResult;
import dev.rlhf.plan.Stage;
import dev.rlhf.trainer.fetch.LocalBucket;
import dev.rlhf.trainer.fetch.LocalHub;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs as a user starts them, in processes of their own. */
class LocalRunTest {
  private static final Path TINY_MODEL = Path.of("src/test/resources/sft/model").toAbsolutePath();

  @TempDir Path home;
  private UserCommand user;

  @BeforeEach
  void twoDialogues() throws IOException {
    user = new UserCommand(home);
    Files.writeString(
        home.resolve("sft.jsonl"),
        """
        {"prompt": "How do I water the fern?", "completion": "With care."}
        {"prompt": "How do I paint the door?", "completion": "Twice."}
        """);
  }

  @Test
  void aRunIsDoneOnceAndAFreshOneStandsBesideIt() throws Exception {
    manifest("epochs: 2, learningRate: 1e-3");

    var first = user.run();
    var second = user.run();
    manifest("epochs: 1, learningRate: 1e-3");
    var changed = user.run();
    var fresh = user.run("--fresh");

    assertThat(first.status()).as(first.err()).isZero();
    assertThat(first.model()).isDirectoryContaining("glob:**/model.safetensors");
    assertThat(first.model().getFileName()).hasToString("step-2");
    assertThat(first.err()).contains("loss").contains(first.model().toString());

    assertThat(second.status()).as(second.err()).isZero();
    assertThat(second.out()).isEqualTo(first.out());
    assertThat(attempts(first.model())).hasSize(1);

    assertThat(changed.status()).isEqualTo(64);
    assertThat(changed.err()).contains("spec.stages.sft.epochs was 2 and is 1");

    assertThat(fresh.status()).as(fresh.err()).isZero();
    assertThat(fresh.err()).contains("The earlier run stays in " + runFolder(first.model()));
    assertThat(fresh.model().getFileName()).hasToString("step-1");
    assertThat(runFolder(fresh.model())).isNotEqualTo(runFolder(first.model()));
    assertThat(first.model()).isDirectory();
  }

  @Test
  void anInterruptedRunGoesOn() throws Exception {
    manifest("epochs: 50");

    Process running = user.start();
    awaitFirstStep(running.errorReader());
    running.toHandle().destroy();
    String said = String.join("\n", running.errorReader().lines().toList());
    int status = running.waitFor();
    var again = user.run();

    assertThat(status).isEqualTo(75);
    assertThat(said).contains("sft was interrupted: run the same command again to go on");
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(attempts(again.model())).hasSize(2);
    assertThat(result(again.model()).resumedFrom()).isBetween(1L, 49L);
  }

  @Test
  void sourcesOfAHubAreFetchedOnce() throws Exception {
    try (LocalHub hub =
        new LocalHub().has("sft.jsonl", Files.readAllBytes(home.resolve("sft.jsonl")))) {
      for (String file : TINY_MODEL.toFile().list()) {
        hub.has(file, Files.readAllBytes(TINY_MODEL.resolve(file)));
      }
      manifest("epochs: 1");
      Path file = home.resolve("run.yaml");
      Files.writeString(
          file,
          Files.readString(file)
              .replaceFirst("file://[^\"]*model[^\"]*", "hf://org/name@main")
              .replaceFirst("file://[^\"]*sft.jsonl", "hf://datasets/org/name@main/sft.jsonl")
              .replace(
                  "  stages:",
                  "  sources: {huggingFace: {endpoint: \"%s\"}}\n  stages:"
                      .formatted(hub.address())));

      var first = user.run();

      assertThat(first.status()).as(first.err()).isZero();
      assertThat(first.err()).contains("hf://org/name@main is " + LocalHub.COMMIT);
      assertThat(Files.readString(first.model().resolve(CheckpointLayout.CONFIG)))
          .contains("hf://org/name@main", "revision: " + LocalHub.COMMIT);
    }
    var again = user.run();
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(again.err()).doesNotContain("fetching");
  }

  @Test
  void theFinalModelIsPublishedOnceAndNothingIsWrittenOver() throws Exception {
    manifest("epochs: 1");
    Path file = home.resolve("run.yaml");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("  stages:", "  output: {uri: \"file://out/tiny\"}\n  stages:"));
    Path target = home.resolve("out/tiny");

    var first = user.run();
    assertThat(first.status()).as(first.err()).isZero();
    assertThat(target.resolve("model.safetensors"))
        .hasSameBinaryContentAs(first.model().resolve("model.safetensors"));
    assertThat(target.resolve("trainer")).doesNotExist();
    assertThat(Files.readString(target.resolve("lineage.json"))).contains("\"stage\" : \"sft\"");

    assertThat(user.run().status()).isZero();
    var fresh = user.run("--fresh");
    assertThat(fresh.status()).isEqualTo(64);
    assertThat(fresh.err()).contains("spec.output.uri: file://out/tiny holds something else");
    Files.writeString(target.resolve("config.json"), "{}");
    Files.delete(target.resolve("lineage.json"));
    assertThat(user.run().status()).isEqualTo(64);
    assertThat(target.resolve("config.json")).hasContent("{}");
  }

  @Test
  void theFinalModelIsPublishedToAStoreToo() throws Exception {
    try (LocalBucket bucket = new LocalBucket("team")) {
      manifest("epochs: 1");
      Path file = home.resolve("run.yaml");
      Files.writeString(
          file,
          Files.readString(file)
              .replace(
                  "  stages:",
                  "  output: {uri: \"s3://team/out/tiny\"}\n  sources: {s3: {endpoint: \"%s\"}}\n  stages:"
                      .formatted(bucket.server().address())));

      var first = user.run();
      assertThat(first.status()).as(first.err()).isZero();
      assertThat(first.err()).contains("the final model is in s3://team/out/tiny");
      assertThat(bucket.objects().get("out/tiny/model.safetensors").bytes())
          .isEqualTo(Files.readAllBytes(first.model().resolve("model.safetensors")));
      int written = bucket.writes().size();
      assertThat(bucket.writes().get(written - 1)).isEqualTo("out/tiny/lineage.json");
      assertThat(user.run().status()).isZero();
      assertThat(bucket.writes()).hasSize(written);

      var fresh = user.run("--fresh");
      assertThat(fresh.status()).isEqualTo(64);
      assertThat(fresh.err()).contains("spec.output.uri: s3://team/out/tiny holds something else");
    }
  }

  @Test
  void wrongDataEndTheRunWithTheirLine() throws Exception {
    manifest("epochs: 1");
    Files.writeString(home.resolve("sft.jsonl"), "{\"prompt\": \"Hello?\"}\n");

    var run = user.run();

    assertThat(run.status()).isEqualTo(64);
    assertThat(run.err()).contains("sft cannot run: ").contains("sft.jsonl:1");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aSuspendedRunDoesNotBegin() throws Exception {
    manifest("epochs: 1");
    Path file = home.resolve("run.yaml");
    Files.writeString(
        file, Files.readString(file).replace("  stages:", "  suspend: true\n  stages:"));

    var run = user.run();

    assertThat(run.status()).isEqualTo(64);
    assertThat(run.err()).contains("spec.suspend is true");
  }

  @Test
  void aFolderTakesOneRunAtATime() throws Exception {
    manifest("epochs: 1");
    RunFolder folder = new RunFolder(home.resolve("runs/tiny"));

    try (var lock = folder.lock()) {
      assertThat(lock.isOpen()).isTrue();
      var run = user.run();

      assertThat(run.status()).isEqualTo(64);
      assertThat(run.err()).contains("another rlhf run is at work in");
    }
  }

  private void manifest(String sft) throws IOException {
    Files.writeString(
        home.resolve("run.yaml"),
        """
        apiVersion: rlhf.dev/v1alpha1
        kind: RLHFRun
        metadata: {name: tiny}
        spec:
          model: {uri: "file://%s"}
          data: {demonstrations: {uri: "file://sft.jsonl"}}
          checkpoints: {everySteps: 1}
          stages: {sft: {%s}}
        """
            .formatted(TINY_MODEL, sft));
  }

  private static void awaitFirstStep(BufferedReader err) throws IOException {
    String line = err.readLine();
    while (line != null && !line.startsWith("sft: step")) {
      line = err.readLine();
    }
    assertThat(line).isNotNull();
  }

  private static Path runFolder(Path model) {
    return model.getParent().getParent().getParent();
  }

  private static List<Path> attempts(Path model) throws IOException {
    try (Stream<Path> attempts = Files.list(runFolder(model).resolve(Stage.SFT.id()))) {
      return attempts.toList();
    }
  }

  private static StageResult result(Path model) throws IOException {
    Path file = model.resolveSibling(CheckpointLayout.RESULT);
    return Documents.read(Files.readAllBytes(file), StageResult.class);
  }
}
