package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.plan.PpoSettings;
import dev.rlhf.plan.RewardSettings;
import dev.rlhf.trainer.reward.LocalService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PpoRewardsTest {
  private static final int STEPS = 6;
  private static final String WEIGHTS = "model.safetensors";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final RewardSettings MODEL = new RewardSettings("helpful", 1, null, null);
  private static final RewardSettings BRIEF =
      new RewardSettings("brief", -0.5, "answer_tokens", null);

  @TempDir private Path root;
  private PpoFixture stage;

  @BeforeEach
  void open() throws IOException {
    stage = PpoFixture.in(root);
  }

  private static PpoSettings settings(RewardSettings... rewards) throws IOException {
    ObjectNode settings = JSON.valueToTree(PpoFixture.settings());
    settings.set("rewards", JSON.valueToTree(List.of(rewards)));
    return JSON.treeToValue(settings, PpoSettings.class);
  }

  private ExitCode run(int attempt, RewardSettings... rewards) throws IOException {
    return stage.run(stage.config(settings(rewards)), attempt);
  }

  private static double figure(JsonNode row, String name) {
    return row.path(name).asDouble(Double.NaN);
  }

  @Test
  void theRewardModelByItsNameIsTheRewardModel() throws IOException {
    stage.run(stage.config(PpoFixture.settings()), 1);
    byte[] alone = Files.readAllBytes(stage.checkpoint(1, STEPS).resolve(WEIGHTS));
    assertThat(stage.figures(1)).noneMatch(row -> row.toString().contains("raw_reward"));
    stage = PpoFixture.in(Files.createDirectory(root.resolve("named")));

    assertThat(run(1, MODEL)).isEqualTo(ExitCode.DONE);

    assertThat(stage.checkpoint(1, STEPS).resolve(WEIGHTS)).hasBinaryContent(alone);
    for (JsonNode row : stage.figures(1)) {
      assertThat(figure(row, "raw_reward_helpful")).isCloseTo(figure(row, "reward"), within(1e-9));
    }
  }

  @Test
  void rulesAreAddedAndResumingIsExact() throws IOException {
    assertThat(run(1, MODEL, BRIEF)).isEqualTo(ExitCode.DONE);

    for (JsonNode row : stage.figures(1)) {
      assertThat(figure(row, "raw_reward_brief"))
          .isCloseTo(figure(row, "response_length"), within(1e-9));
      assertThat(figure(row, "reward"))
          .isCloseTo(
              figure(row, "raw_reward_helpful") - 0.5 * figure(row, "raw_reward_brief"),
              within(1e-9));
    }
    byte[] whole = Files.readAllBytes(stage.checkpoint(1, STEPS).resolve(WEIGHTS));
    for (int step : List.of(4, STEPS)) {
      Files.delete(stage.checkpoint(1, step).resolve(CheckpointLayout.MANIFEST));
    }
    assertThat(run(2, MODEL, BRIEF)).isEqualTo(ExitCode.DONE);
    assertThat(stage.terminationMessage().resumedFrom()).isEqualTo(2);
    assertThat(stage.checkpoint(2, STEPS).resolve(WEIGHTS)).hasBinaryContent(whole);
  }

  /** A service that does what a rule does teaches what the rule teaches. */
  @Test
  void aServiceTeachesWhatTheSameRuleTeaches() throws IOException {
    run(1, BRIEF);
    byte[] byRule = Files.readAllBytes(stage.checkpoint(1, STEPS).resolve(WEIGHTS));
    stage = PpoFixture.in(Files.createDirectory(root.resolve("served")));
    try (LocalService service = new LocalService().replies(PpoRewardsTest::tokens)) {
      RewardSettings judge = new RewardSettings("judge", -0.5, null, service.settings(4, 10, 0));

      assertThat(run(1, judge)).isEqualTo(ExitCode.DONE);

      assertThat(stage.checkpoint(1, STEPS).resolve(WEIGHTS)).hasBinaryContent(byRule);
      // Six iterations of six answers, four to a request.
      assertThat(service.bodies()).hasSize(2 * STEPS);
    }
  }

  private static String tokens(String request) throws IOException {
    ObjectNode answered = JSON.createObjectNode().put("version", 1);
    ArrayNode rewards = answered.putArray("rewards");
    JSON.readTree(request)
        .path("answers")
        .forEach(answer -> rewards.add(answer.path("answer_tokens").asInt()));
    return answered.toString();
  }

  @Test
  void aServiceThatFailsIsAnErrorThatMayPass() throws IOException {
    try (LocalService service = new LocalService().says(LocalService.status(500, "no GPU"))) {
      RewardSettings judge = new RewardSettings("judge", 1, null, service.settings(64, 10, 0));

      assertThat(run(1, judge)).isEqualTo(ExitCode.ERROR);
    }
    assertThat(stage.terminationMessage().message())
        .contains("gave no rewards in 1 tries; the last time it answered 500: no GPU");
  }

  @Test
  void aRuleThatIsNoneIsRefused() throws IOException {
    assertThat(run(1, MODEL, new RewardSettings("brief", 1, "answer_tokens >", null)))
        .isEqualTo(ExitCode.INVALID);
    assertThat(stage.terminationMessage().message())
        .contains("the rule of reward brief cannot be read");
  }
}
