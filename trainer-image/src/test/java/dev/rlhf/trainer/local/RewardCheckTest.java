package dev.rlhf.trainer.local;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlhf.manifest.RLHFRunSpec;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.local.manifest.ManifestFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RewardCheckTest {
  @TempDir Path folder;

  private RLHFRunSpec spec(String ppo) throws IOException {
    Path file = folder.resolve("run.yaml");
    Files.writeString(
        file,
        """
        apiVersion: rlhf.dev/v1alpha1
        kind: RLHFRun
        metadata: {name: run}
        spec:
          model: {uri: "demo://model"}
          data: {demonstrations: {uri: "demo://demonstrations"}, preferences: {uri: "demo://preferences"}, prompts: {uri: "demo://prompts"}}
          stages: {sft: {}, rewardModel: {}, ppo: %s}
        """
            .formatted(ppo));
    return ManifestFile.read(file).spec();
  }

  private void check(String ppo) throws IOException {
    new RewardCheck(Map.of("RLHF_REWARD_TOKEN_JUDGE", "secret")::get).check(spec(ppo));
  }

  @Test
  void whatCanBeHadIsAccepted() {
    assertThatCode(
            () ->
                check(
                    """
                    {rewards: [{name: a}, {name: b, rule: "ended ? 1 : 0"},
                      {name: judge, http: {url: "http://judge", tokenSecret: {name: s, key: k}}}]}
                    """))
        .doesNotThrowAnyException();
    assertThatCode(() -> check("{}")).doesNotThrowAnyException();
  }

  @Test
  void theFieldOfTheRuleIsNamed() {
    assertThatThrownBy(() -> check("{rewards: [{name: a}, {name: b, rule: 'words > 3 ? 1 : 0'}]}"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("spec.stages.ppo.rewards[1]: the rule of reward b cannot be read");
  }

  @Test
  void aMissingTokenIsNamed() {
    assertThatThrownBy(
            () ->
                check(
                    "{rewards: [{name: other, http: {url: 'http://judge', tokenSecret: {name: s, key: k}}}]}"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("set the environment's variable RLHF_REWARD_TOKEN_OTHER");
  }
}
