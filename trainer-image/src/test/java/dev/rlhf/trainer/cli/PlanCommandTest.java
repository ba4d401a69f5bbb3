package dev.rlhf.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlhf.trainer.Spoken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTest {

  private static final Path MODEL = Path.of("src/test/resources/sft/model").toAbsolutePath();

  @TempDir private Path folder;

  @Test
  void foreseesTheMemoryOfEachStage() throws IOException {
    Spoken ended = Spoken.by("plan", "--memory", manifest("file://" + MODEL, 2).toString());

    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(ended.out().lines().toList())
        .hasSize(4)
        .satisfies(
            lines ->
                assertThat(lines.get(0)).matches("sft +\\d+ MiB: weights 0 MiB, .*base \\d+ MiB"))
        .satisfies(lines -> assertThat(lines.get(1)).startsWith("rm    "))
        .satisfies(lines -> assertThat(lines.get(2)).startsWith("ppo   ").contains("reference"));
  }

  @Test
  void moreRowsAtATimeTakeMore() throws IOException {
    assertThat(total(manifest("file://" + MODEL, 8)))
        .isGreaterThan(total(manifest("file://" + MODEL, 2)));
  }

  @Test
  void aModelThatOnlyAClusterHasIsNamedBeside() throws IOException {
    Path manifest = manifest("pvc://models/small", 2);
    Spoken refused = Spoken.by("plan", "--memory", manifest.toString());
    assertThat(refused.status()).isEqualTo(64);
    assertThat(refused.err())
        .contains("pvc://models/small is not on this machine: write --model and a folder");

    assertThat(total(manifest, "--model", MODEL.toString()))
        .isEqualTo(total(manifest("file://" + MODEL, 2)));
  }

  private static long total(Path manifest, String... more) throws IOException {
    String[] arguments = new String[4 + more.length];
    System.arraycopy(new String[] {"plan", "--memory", "--json", ""}, 0, arguments, 0, 4);
    arguments[3] = manifest.toString();
    System.arraycopy(more, 0, arguments, 4, more.length);
    JsonNode plan = new ObjectMapper().readTree(Spoken.by(arguments).out());
    return plan.get("sft").get("total").asLong();
  }

  private Path manifest(String model, int microBatch) throws IOException {
    String text =
        """
        apiVersion: rlhf.dev/v1alpha1
        kind: RLHFRun
        metadata: {name: planned}
        spec:
          model: {uri: "%s"}
          data:
            demonstrations: {uri: "pvc://data/sft.jsonl"}
            preferences: {uri: "pvc://data/pairs.jsonl"}
            prompts: {uri: "pvc://data/prompts.jsonl"}
          checkpoints: {size: 1Gi}
          stages:
            sft: {microBatchSize: %d}
            rewardModel: {}
            ppo: {}
        """
            .formatted(model, microBatch);
    return Files.writeString(folder.resolve("run-" + microBatch + ".yaml"), text);
  }
}
