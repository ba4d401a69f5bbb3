package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.contract.StageResult;
import dev.rlhf.plan.PpoSettings;
import dev.rlhf.trainer.checkpoint.Verification;
import dev.rlhf.trainer.model.Architecture;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.sft.SftFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PpoStageTest {

  private static final int STEPS = 6;
  private static final String WEIGHTS = "model.safetensors";
  private static final String ADAPTER = "adapter_model.safetensors";
  private static final String LORA = "lora: {rank: 3, alpha: 12}";
  private static final List<String> STATE =
      List.of(
          WEIGHTS,
          "critic/model.safetensors",
          "trainer/policy-optimizer.safetensors",
          "trainer/critic-optimizer.safetensors",
          "trainer/state.json");
  private static final List<String> TIMES =
      List.of("rollout_seconds", "scoring_seconds", "update_seconds", "tokens_per_second");

  @TempDir private Path root;
  private PpoFixture stage;

  @BeforeEach
  void open() throws IOException {
    stage = PpoFixture.in(root);
  }

  @Test
  void leavesPolicyAndCriticWithTheirParents() throws Exception {
    assertThat(stage.run(stage.config(PpoFixture.settings()), 1)).isEqualTo(ExitCode.DONE);

    StageResult result = stage.terminationMessage();
    Path last = stage.checkpoint(1, STEPS);
    assertThat(result.checkpoint()).isEqualTo(Verification.of(last).reference(root));
    assertThat(result.parents()).containsOnlyKeys("sft", "rm");
    assertThat(result.figures()).containsKeys("reward", "kl", "prompts");
    assertThat(HuggingFaceFolder.open(last).config().architecture())
        .isEqualTo(Architecture.LANGUAGE_MODEL);
    assertThat(HuggingFaceFolder.open(last.resolve("critic")).config().architecture())
        .isEqualTo(Architecture.REWARD_MODEL);
    assertThat(last.resolve("critic/tokenizer.json")).exists();
    assertThat(stage.rows(1, CheckpointLayout.SAMPLES))
        .hasSize(4)
        .allMatch(row -> row.path("step").asInt() == STEPS && row.has("reward"));
  }

  @Test
  void startsAtTheReferenceAndEveryIterationAtItself() throws IOException {
    stage.run(stage.config(PpoFixture.settings()), 1);

    List<JsonNode> figures = stage.figures(1);
    assertThat(figures).hasSize(STEPS);
    // Policy and reference are the same bytes until the policy's first step.
    for (JsonNode row : figures.subList(0, 3)) {
      assertThat(row.path("kl").asDouble()).isCloseTo(0, within(1e-6));
    }
    assertThat(figures.get(STEPS - 1).path("kl").asDouble()).isNotCloseTo(0, within(1e-4));
    for (JsonNode row : figures.subList(2, STEPS)) {
      assertThat(row.path("first_minibatch_ratio_deviation").asDouble()).isLessThanOrEqualTo(1e-5);
      assertThat(row.path("first_minibatch_clip_fraction").asDouble()).isZero();
    }
  }

  @Test
  void criticPretrainingLeavesThePolicyAndItsScheduleAlone() throws Exception {
    stage.run(stage.config(PpoFixture.settings()), 1);

    Path pretrained = stage.checkpoint(1, 2);
    assertThat(pretrained.resolve(WEIGHTS)).hasSameBinaryContentAs(sftWeights());
    assertThat(Files.mismatch(pretrained.resolve("critic/" + WEIGHTS), rewardWeights()))
        .isNotNegative();
    JsonNode first = stage.figures(1).get(0);
    assertThat(first.has("policy_loss")).isFalse();
    assertThat(first.path("value_clip_fraction").asDouble()).isZero();
    // 4 iterations of 2 epochs of 2 steps: warm-up is over after 4 steps, with the first iteration.
    assertThat(stage.figures(1).get(2).path("learning_rate").asDouble())
        .isCloseTo(2e-3, within(1e-9));
    assertThat(Files.mismatch(stage.checkpoint(1, STEPS).resolve(WEIGHTS), sftWeights()))
        .isNotNegative();
  }

  private Path rewardWeights() {
    return stage.rewardModel().resolve(WEIGHTS);
  }

  private Path sftWeights() {
    return stage.sftModel().resolve(WEIGHTS);
  }

  @Test
  void aLearningRateOfZeroLeavesThePolicyAsItWas() throws IOException {
    PpoSettings control = PpoFixture.settings(2, 0, 2, 0, 200);

    assertThat(stage.run(stage.config(control), 1)).isEqualTo(ExitCode.DONE);

    assertThat(stage.checkpoint(1, 2).resolve(WEIGHTS)).hasSameBinaryContentAs(sftWeights());
    assertThat(stage.figures(1)).allMatch(row -> Math.abs(row.path("kl").asDouble()) < 1e-6);
  }

  @Test
  void goesOnFromACheckpointToTheSameBytes() throws IOException {
    assertResumes(PpoFixture.settings(), STATE);
  }

  @Test
  void adaptersGoOnFromACheckpointToTheSameBytes() throws IOException {
    assertResumes(
        PpoFixture.settings(LORA),
        STATE.stream().map(file -> file.replace(WEIGHTS, ADAPTER)).toList());

    Path last = stage.checkpoint(2, STEPS);
    assertThat(last.resolve(WEIGHTS)).doesNotExist();
    assertThat(last.resolve("critic").resolve(WEIGHTS)).doesNotExist();
  }

  @Test
  void adaptersStartAtTheReferenceAndLearn() throws IOException {
    stage.run(stage.config(PpoFixture.settings(LORA)), 1);

    List<JsonNode> figures = stage.figures(1);
    for (JsonNode row : figures.subList(0, 3)) {
      assertThat(row.path("kl").asDouble()).isCloseTo(0, within(1e-6));
    }
    assertThat(figures.get(STEPS - 1).path("kl").asDouble()).isNotCloseTo(0, within(1e-4));
    for (JsonNode row : figures.subList(2, STEPS)) {
      assertThat(row.path("first_minibatch_ratio_deviation").asDouble()).isLessThanOrEqualTo(1e-5);
    }
    assertThat(figures.get(1).path("value_loss").asDouble())
        .isLessThan(figures.get(0).path("value_loss").asDouble());
  }

  private void assertResumes(PpoSettings settings, List<String> written) throws IOException {
    stage.run(stage.config(settings), 1);
    List<byte[]> whole = new ArrayList<>();
    for (String file : written) {
      whole.add(Files.readAllBytes(stage.checkpoint(1, STEPS).resolve(file)));
    }
    for (int step : List.of(4, STEPS)) {
      Files.delete(stage.checkpoint(1, step).resolve(CheckpointLayout.MANIFEST));
    }

    assertThat(stage.run(stage.config(settings), 2)).isEqualTo(ExitCode.DONE);

    assertThat(stage.terminationMessage().resumedFrom()).isEqualTo(2);
    for (int i = 0; i < written.size(); i++) {
      assertThat(stage.checkpoint(2, STEPS).resolve(written.get(i))).hasBinaryContent(whole.get(i));
    }
    assertThat(timeless(2)).isEqualTo(timeless(1));
  }

  private List<JsonNode> timeless(int attempt) throws IOException {
    List<JsonNode> figures = stage.figures(attempt);
    figures.forEach(row -> ((ObjectNode) row).remove(TIMES));
    return figures;
  }

  @Test
  void theSplitIntoMicroBatchesChangesNoFigure() throws IOException {
    stage.run(stage.config(PpoFixture.settings(1, 0, 4, 2e-3, 200)), 1);
    JsonNode whole = stage.figures(1).get(0);
    for (int size : List.of(1, 3)) {
      stage = PpoFixture.in(Files.createDirectory(root.resolve("of-" + size)));
      stage.run(stage.config(PpoFixture.settings(1, 0, size, 2e-3, 200)), 1);
      JsonNode split = timeless(1).get(0);
      split
          .properties()
          .forEach(
              figure ->
                  assertThat(figure.getValue().asDouble())
                      .as(figure.getKey())
                      .isCloseTo(whole.path(figure.getKey()).asDouble(), within(1e-4)));
    }
  }

  /** Masks go by length: which token fills up is no matter, be it the one that ends answers. */
  @Test
  void aPaddingTokenThatEndsAnswersChangesNoFigure() throws IOException {
    PpoSettings settings = PpoFixture.settings(2, 0, 6, 2e-3, 200);
    stage.run(stage.config(settings), 1);
    List<JsonNode> apart = timeless(1);
    stage = PpoFixture.in(root.resolve("same"));
    for (Path model : List.of(stage.sftModel(), stage.rewardModel())) {
      Path file = model.resolve("config.json");
      ObjectNode config = (ObjectNode) new ObjectMapper().readTree(Files.readString(file));
      config.set("pad_token_id", config.get("eos_token_id"));
      Files.writeString(file, config.toString());
    }

    assertThat(stage.run(stage.config(settings), 1)).isEqualTo(ExitCode.DONE);

    assertThat(timeless(1)).isEqualTo(apart);
  }

  @Test
  void refusesWhatCannotBeLearntFrom() throws IOException {
    Path prompts = root.resolve("prompts.jsonl");
    Files.writeString(
        prompts, "{\"prompt\": \"Why?\"}\n{\"prompt\": \"" + "Why? ".repeat(99) + "\"}\n");
    assertRefused(stage.rewardModel(), prompts, prompts + ":2: the prompt's last turn has");
    Files.writeString(
        prompts, "{\"messages\": [{\"role\": \"system\", \"content\": \"Be kind.\"}]}\n");
    assertRefused(stage.rewardModel(), prompts, ":1: the prompt ends with the system");
    assertRefused(stage.sftModel(), SftFixture.DEMONSTRATIONS, "holds a language model");
  }

  @Test
  void learnsTextsBesideAnswers() throws IOException {
    stage.run(stage.config(PpoFixture.settings("ptxCoefficient: 1, ptxBatchSize: 1")), 1);

    List<JsonNode> figures = stage.figures(1);
    assertThat(figures.get(0).has("ptx_loss")).isFalse();
    assertThat(figures.get(STEPS - 1).path("ptx_loss").asDouble())
        .isPositive()
        .isLessThan(figures.get(2).path("ptx_loss").asDouble());
    assertThat(stage.terminationMessage().outcome()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void refusesARewardModelWithAnotherTokenizer() throws IOException {
    Path file = stage.rewardModel().resolve("tokenizer.json");
    Files.writeString(file, Files.readString(file).replaceFirst("\"content\": ?\"<", "$0other"));

    assertRefused(
        stage.rewardModel(), SftFixture.DEMONSTRATIONS, "differ (added_tokens of tokenizer.json)");
  }

  private void assertRefused(Path rewardModel, Path prompts, String message) throws IOException {
    assertThat(stage.run(stage.config(PpoFixture.settings(), rewardModel, prompts), 1))
        .isEqualTo(ExitCode.INVALID);
    assertThat(stage.terminationMessage().message()).contains(message).hasLineCount(1);
  }
}
