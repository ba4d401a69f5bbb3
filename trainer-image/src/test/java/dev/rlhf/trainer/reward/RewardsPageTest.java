package dev.rlhf.trainer.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlhf.contract.Documents;
import dev.rlhf.manifest.Reward;
import dev.rlhf.trainer.Page;
import dev.rlhf.trainer.local.manifest.ManifestFile;
import dev.rlhf.trainer.tokens.Message;
import dev.rlhf.trainer.tokens.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples of docs/rewards.md are what they are said to be. */
class RewardsPageTest {
  private static final Page PAGE = new Page("rewards.md");
  private static final List<JudgedAnswer> ANSWERS =
      List.of(
          new JudgedAnswer(
              17,
              List.of(new Message(Role.USER, "How do I water the fern?")),
              "Gently.",
              12,
              3,
              true));
  private static final String RUN =
      """
      apiVersion: rlhf.dev/v1alpha1
      kind: RLHFRun
      metadata: {name: fern}
      spec:
        model: {uri: "file://model"}
        data:
          demonstrations: {uri: "file://sft.jsonl"}
          preferences: {uri: "file://pairs.jsonl"}
          prompts: {uri: "file://prompts.jsonl"}
      """;

  @TempDir Path folder;

  @Test
  void itsRewardsAreThoseOfARun() throws IOException {
    String stages = PAGE.sample("yaml").indent(2);
    Path file = Files.writeString(folder.resolve("run.yaml"), RUN + stages);
    assertThat(ManifestFile.read(file).spec().stages().ppo().rewards())
        .extracting(Reward::name)
        .containsExactly("helpful", "brief", "judge");
  }

  @Test
  void itsRulesGiveANumber() throws IOException {
    List<String> rules =
        PAGE.sample("cel").lines().map(line -> line.replaceFirst(" +#.*", "")).toList();
    assertThat(rules).hasSize(4);
    for (String rule : rules) {
      RewardSource reward = RuleReward.of("mine", rule);
      assertThatCode(() -> reward.rewards(ANSWERS, () -> false))
          .as(rule)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void itsRequestIsWhatIsSentAndItsAnswerIsUnderstood() throws IOException {
    List<String> said = PAGE.samples("json");
    var json = new ObjectMapper();
    assertThat(json.readTree(Documents.jsonLine(RewardRequest.of("judge", ANSWERS))))
        .isEqualTo(json.readTree(said.get(0)));
    assertThat(RewardResponse.read("judge", said.get(1), ANSWERS)).containsExactly(0.75);
  }
}
