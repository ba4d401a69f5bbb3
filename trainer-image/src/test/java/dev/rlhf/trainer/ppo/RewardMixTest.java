package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import dev.rlhf.plan.RewardSettings;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.data.EncodedPrompt;
import dev.rlhf.trainer.tokens.Message;
import dev.rlhf.trainer.tokens.Prompt;
import dev.rlhf.trainer.tokens.Role;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RewardMixTest {
  private static final RewardSettings MODEL = new RewardSettings("rm", 2, null, null);
  private static final RewardSettings BRIEF =
      new RewardSettings("brief", -0.5, "answer_tokens", null);
  private static final RewardSettings ROW =
      new RewardSettings("why", 10, "prompt == 'Why?' && ended ? 1 : 0", null);
  private static final RolloutTexts TEXTS =
      new RolloutTexts(List.of(prompt("Why?", 3), prompt("How?", 4)), ids -> " said ");

  // The reward model's rewards are 0.5 and -1.
  private static final List<ScoredRollout> SCORED =
      List.of(scored(3, 0.5, true, 7, 7, 2), scored(4, -1, true, 7, 2));

  private static EncodedPrompt prompt(String text, long id) {
    return new EncodedPrompt(new Prompt(List.of(new Message(Role.USER, text))), new long[] {id});
  }

  private static ScoredRollout scored(long prompt, double reward, boolean ended, long... answer) {
    float[] ofTokens = new float[answer.length];
    return new ScoredRollout(
        new Rollout(new long[] {prompt}, answer, ended),
        ofTokens,
        ofTokens,
        ofTokens,
        ofTokens,
        reward);
  }

  private static RewardMix mix(RewardSettings... rewards) {
    return RewardMix.of(List.of(rewards), TEXTS, variable -> null);
  }

  @Test
  void rewardsAreAddedUpByTheirWeights() {
    List<ScoredRollout> mixed = mix(MODEL, BRIEF, ROW).add(SCORED, () -> false).orElseThrow();

    // 2 * 0.5 - 0.5 * 3 + 10 * 1, and 2 * -1 - 0.5 * 2 + 10 * 0.
    assertThat(mixed.get(0).reward()).isCloseTo(9.5, within(1e-12));
    assertThat(mixed.get(1).reward()).isCloseTo(-3, within(1e-12));
    assertThat(mixed.get(0).rewards())
        .containsOnly(entry("rm", 0.5), entry("brief", 3.0), entry("why", 1.0));
    assertThat(mixed.get(1).rollout()).isSameAs(SCORED.get(1).rollout());
  }

  @Test
  void theModelAloneChangesNothing() {
    RewardMix alone = RewardMix.modelAlone();

    assertThat(alone.asksModel()).isTrue();
    assertThat(alone.add(SCORED, () -> false)).contains(SCORED);
    assertThat(SCORED.get(0).rewards()).isEmpty();
  }

  @Test
  void theModelIsAskedOnlyWhereItIsNamed() {
    assertThat(mix(MODEL, BRIEF).asksModel()).isTrue();
    assertThat(mix(BRIEF).asksModel()).isFalse();
  }

  @Test
  void aTokenThatIsNotThereIsMissed() {
    RewardSettings judge =
        new RewardSettings(
            "judge", 1, null, new RewardSettings.Http("http://judge", 1, 1, 0, "TOKEN_OF_JUDGE"));

    assertThatThrownBy(() -> mix(judge))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "reward judge needs its service's token: set the environment's variable TOKEN_OF_JUDGE,"
                + " or leave out tokenSecret");
    assertThat(RewardMix.of(List.of(judge), TEXTS, Map.of("TOKEN_OF_JUDGE", "t")::get).asksModel())
        .isFalse();
  }
}
