package dev.rlhf.trainer.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.contract.Documents;
import dev.rlhf.plan.Parent;
import dev.rlhf.plan.Stage;
import dev.rlhf.trainer.Page;
import dev.rlhf.trainer.Spoken;
import dev.rlhf.trainer.checkpoint.ModelDigest;
import dev.rlhf.trainer.checkpoint.Verification;
import dev.rlhf.trainer.local.LineageReport.StageEntry;
import dev.rlhf.trainer.sft.SftFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All stages in processes of their own, each from the checkpoints of those before it. */
class LocalChainTest {
  private static final Path TINY_MODEL = Path.of("src/test/resources/sft/model").toAbsolutePath();

  @TempDir Path home;
  private UserCommand user;
  private Path model = TINY_MODEL;

  @BeforeEach
  void twoRequests() throws IOException {
    user = new UserCommand(home);
    rows("sft", "{'prompt': '%s', 'completion': 'With care.'}");
    rows("pairs", "{'prompt': '%s', 'chosen': 'With care.', 'rejected': 'No.'}");
    rows("prompts", "{'prompt': '%s'}");
  }

  @Test
  void theWholeJobAndThenItsEndFromReadyModels() throws Exception {
    manifest(
        """
        sft: {epochs: 1, batchSize: 2}
        rewardModel: {batchSize: 2}
        ppo: {steps: 1, criticWarmupSteps: 1, rolloutBatchSize: 2, batchSize: 2, maxResponseLength: 4}
        """,
        """
        evaluation:
          prompts: {uri: "file://prompts.jsonl"}
          preferences: {uri: "file://pairs.jsonl"}
          samples: 2
          maxResponseLength: 4
        """);

    var job = user.run();

    assertThat(job.status()).as(job.err()).isZero();
    assertThat(job.err())
        .containsSubsequence(
            "sft is done", "rm is done", "ppo is done", "eval is done", "SFT's model");
    assertThat(job.model().resolve("../..").normalize().getFileName()).hasToString("ppo");
    Map<Stage, Parent> parents = parents("tiny", Stage.EVAL);
    assertThat(parents).containsOnlyKeys(Stage.SFT, Stage.RM, Stage.PPO);
    for (Parent parent : parents.values()) {
      assertThat(Verification.of(Path.of(parent.path())).digest()).isEqualTo(parent.digest());
    }
    assertThat(parents.get(Stage.PPO).path()).isEqualTo(job.model().toString());
    assertThat(parents("tiny", Stage.PPO))
        .isEqualTo(Map.of(Stage.SFT, parents.get(Stage.SFT), Stage.RM, parents.get(Stage.RM)));

    showsItsLineage(parents.get(Stage.PPO));

    manifest(
        """
        sft: {checkpoint: {uri: "file://%s"}}
        rewardModel: {checkpoint: {uri: "file://%s"}}
        ppo: {steps: 1, criticWarmupSteps: 0, rolloutBatchSize: 2, batchSize: 2, maxResponseLength: 4}
        """
            .formatted(parents.get(Stage.SFT).path(), parents.get(Stage.RM).path()),
        "");
    var ready = user.run("--out", "ready");

    assertThat(ready.status()).as(ready.err()).isZero();
    assertThat(ready.model()).isDirectoryContaining("glob:**/model.safetensors");
    assertThat(ready.err()).contains("ppo is done").doesNotContain("sft is done", "rm is done");
    assertThat(parents("../ready", Stage.PPO).values())
        .allSatisfy(parent -> assertThat(parent.digest()).isNull());
  }

  @Test
  void adaptersStandOnAdaptersAndAllOnTheModel() throws Exception {
    model = SftFixture.copyModel(home);
    manifest(
        """
        sft: {epochs: 1, batchSize: 2, learningRate: 1e-2, lora: {}}
        rewardModel: {batchSize: 2, learningRate: 1e-2, lora: {rank: 2, targets: [q_proj]}}
        ppo: {steps: 1, criticWarmupSteps: 1, rolloutBatchSize: 2, batchSize: 2, maxResponseLength: 4, lora: {rank: 1}}
        """,
        """
        evaluation:
          prompts: {uri: "file://prompts.jsonl"}
          samples: 2
          maxResponseLength: 4
        """);

    var job = user.run();

    assertThat(job.status()).as(job.err()).isZero();
    Path adapter = job.model();
    assertThat(adapter)
        .isDirectoryContaining("glob:**/adapter_model.safetensors")
        .isDirectoryNotContaining("glob:**/model.safetensors");
    assertThat(Spoken.by("verify", adapter.toString(), "--lineage").status()).isZero();

    showsItsAdapters(adapter);

    Path merged = home.resolve("merged");
    assertThat(merge(adapter, merged, "").out()).isEqualToIgnoringNewLines(merged.toString());
    String answers = generate(adapter).out();
    assertThat(answers).contains("\"text\"").isEqualTo(generate(merged).out());
    assertThat(answers).isNotEqualTo(generate(model).out());
    String scores = score(adapter).out();
    assertThat(scores).contains("logprobs").isEqualTo(score(merged).out());
    assertThat(scores).isNotEqualTo(score(model).out());
    assertThat(merge(adapter, merged, "").err()).contains("merged is there");
    assertThat(merge(merged, home.resolve("other"), "").err()).contains("holds no adapter");

    Path moved = Files.move(model, home.resolve("moved"));
    assertThat(score(adapter).status()).isEqualTo(64);
    assertThat(score(adapter).err())
        .contains("holds an adapter whose base, with digest", "was " + model, "with --base")
        .hasLineCount(1);
    assertThat(score(adapter, "--base", moved.toString()).out()).isEqualTo(scores);
    assertThat(generate(adapter, "--base", moved.toString()).out()).isEqualTo(answers);
    Path again = home.resolve("again");
    assertThat(merge(adapter, again, "--base " + moved).status()).isZero();
    assertThat(again.resolve("model.safetensors"))
        .hasSameBinaryContentAs(merged.resolve("model.safetensors"));
    assertThat(Spoken.by("verify", adapter.toString(), "--lineage").status()).isEqualTo(66);
  }

  private void showsItsAdapters(Path adapter) throws Exception {
    Path run = home.resolve("runs/tiny");
    LineageReport report = LineageReport.of(run);
    assertThat(report.models())
        .singleElement()
        .satisfies(base -> assertThat(base.digest()).isEqualTo(ModelDigest.of(model)));
    assertThat(report.stages()).extracting(StageEntry::stage).containsExactly(Stage.values());
    assertThat(report.stages().get(Stage.PPO.ordinal()).digest())
        .isEqualTo(Verification.of(adapter).digest());
    assertThat(Spoken.by("lineage", run.toString()).out())
        .containsSubsequence(
            "model  ", "sft  ", "lora.rank 8", "rm  ", "lora.rank 2", "[\"q_proj\"]")
        .containsSubsequence("ppo  ", "lora.rank 1", "[\"all-linear\"]", "eval  ");
  }

  /** As the page has it, with or without what stands in brackets. */
  private static Spoken merge(Path model, Path output, String base) throws IOException {
    String command =
        new Page("lora.md")
            .sample("sh")
            .strip()
            .replace("[--base DIR]", base)
            .replace("STEP", model.toString())
            .replace("DIR", output.toString());
    assertThat(command).startsWith("./rlhf merge ");
    return Spoken.by(command.substring("./rlhf ".length()).strip().split(" +"));
  }

  private Spoken score(Path folder, String... options) throws IOException {
    return ask("score", folder, options);
  }

  private Spoken generate(Path folder, String... options) throws IOException {
    Stream<String> sampling = Stream.of("--max-new-tokens", "24", "--temperature", "1");
    return ask(
        "generate", folder, Stream.concat(sampling, Stream.of(options)).toArray(String[]::new));
  }

  private Spoken ask(String verb, Path folder, String... options) throws IOException {
    Path input = Files.writeString(home.resolve("in.jsonl"), "{\"tokens\": [5, 6, 7, 8]}\n");
    return Spoken.by(
        Stream.concat(
                Stream.of(verb, "--model", folder.toString(), "--input", input.toString()),
                Stream.of(options))
            .toArray(String[]::new));
  }

  private void showsItsLineage(Parent ppo) throws Exception {
    Path run = home.resolve("runs/tiny");
    LineageReport report = LineageReport.of(run);
    assertThat(report.models())
        .singleElement()
        .satisfies(
            model -> {
              assertThat(model.digest()).isEqualTo(ModelDigest.of(TINY_MODEL));
              assertThat(model.uri()).isEqualTo("file://" + TINY_MODEL);
            });
    assertThat(report.stages()).extracting(StageEntry::stage).containsExactly(Stage.values());
    StageEntry shown = report.stages().get(Stage.PPO.ordinal());
    assertThat(shown.digest()).isEqualTo(ppo.digest());
    assertThat(shown.parents().get("sft")).isEqualTo(report.stages().get(0).digest());
    assertThat(shown.config().seed()).isEqualTo(1);
    assertThat(shown.figures().has("reward")).isTrue();
    Spoken spoken = Spoken.by("lineage", run.toString());
    assertThat(spoken.out())
        .containsSubsequence("run tiny", "model", "sft ", "rm ", "ppo ", "eval ")
        .contains(ppo.digest(), "demonstrations ", "klCoefficient 0.05", "reward ");
    assertThat(Spoken.by("lineage", run.toString(), "--json").out())
        .contains("\"digest\" : \"%s\"".formatted(ppo.digest()));

    assertThat(Spoken.by("verify", ppo.path(), "--lineage"))
        .satisfies(
            verified -> {
              assertThat(verified.status()).as(verified.out()).isZero();
              assertThat(verified.out()).contains("model      whole", "rm         whole");
            });
  }

  private Map<Stage, Parent> parents(String run, Stage stage) throws IOException {
    Path yaml = new RunFolder(home.resolve("runs").resolve(run)).config(stage);
    return Documents.stageConfig(Files.readString(yaml)).parents();
  }

  private void rows(String name, String row) throws IOException {
    String json = row.replace('\'', '"') + "\n";
    Files.writeString(
        home.resolve(name + ".jsonl"),
        json.formatted("How do I water the fern?") + json.formatted("How do I paint the door?"));
  }

  private void manifest(String stages, String evaluation) throws IOException {
    Files.writeString(
        home.resolve("run.yaml"),
        """
        apiVersion: rlhf.dev/v1alpha1
        kind: RLHFRun
        metadata: {name: tiny}
        spec:
          model: {uri: "file://%s"}
          data:
            demonstrations: {uri: "file://sft.jsonl"}
            preferences: {uri: "file://pairs.jsonl"}
            prompts: {uri: "file://prompts.jsonl"}
          stages:
        %s%s"""
            .formatted(model, stages.indent(4), evaluation.indent(2)));
  }
}
