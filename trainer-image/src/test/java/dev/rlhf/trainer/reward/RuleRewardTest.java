package dev.rlhf.trainer.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlhf.trainer.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleRewardTest {

  private static double[] rewards(String rule, String... answers) {
    return RuleReward.of("mine", rule)
        .rewards(JudgedAnswers.of(answers), () -> false)
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "answer_tokens | 4 | 1",
        "-0.5 * double(answer_tokens) | -2.0 | -0.5",
        "ended ? 1.0 : 0.0 | 1 | 0",
        "answer.contains('So') ? 2 : prompt_tokens | 2 | 7",
        "prompt == 'Why?' && answer.matches('^S.*[.]$') ? 1 : -1 | 1 | -1",
        "math.least(size(answer), 2) | 2 | 0",
        "double(answer.split('o').size()) | 2 | 1",
      })
  void isWhatTheRuleGives(String rule, double first, double second) {
    assertThat(rewards(rule, "So.", "")).containsExactly(first, second);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "answer | the rule of reward mine gives string, not a number",
        "ended | the rule of reward mine gives bool, not a number",
        "answer_tokens * 0.5 | the rule of reward mine cannot be read",
        "length > 3 ? 1 : 0 | undeclared reference to 'length'",
        "1 + | the rule of reward mine cannot be read",
      })
  void refusesWhatGivesNoNumber(String rule, String message) {
    assertThatThrownBy(() -> RuleReward.of("mine", rule))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void namesTheAnswerThatHasNone() {
    assertThatThrownBy(() -> rewards("1.0 / double(size(answer))", "So.", ""))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("reward mine cannot be applied to an answer to row 2 of the prompts")
        .hasMessageContaining("it gives Infinity");
    assertThatThrownBy(() -> rewards("6 / size(answer)", "So.", ""))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("row 2 of the prompts");
  }
}
