package dev.rlhf.trainer.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rlhf.trainer.data.EncodedQuestion;
import dev.rlhf.trainer.data.EncodedQuestion.Choice;
import dev.rlhf.trainer.tensor.CounterRandom;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UnderstandingComparisonTest {
  private static final List<EncodedQuestion> QUESTIONS =
      List.of(question(0, 4, 4), question(1, 4, 8), question(2, 4, 4, 4, 4), question(0, 4, 4));

  // By sum 0, 0, 2, 0 and by length 0, 1, 2, 0: the second question's long choice is right.
  private static final ChoiceAnswers SFT =
      ChoiceAnswers.of(
          QUESTIONS,
          List.of(
              new double[] {-1, -2},
              new double[] {-3, -4},
              new double[] {-4, -3, -2, -3},
              new double[] {-1, -2}));

  // By sum 1, 0, 2, 0.
  private static final ChoiceAnswers PPO =
      ChoiceAnswers.of(
          QUESTIONS,
          List.of(
              new double[] {-2, -1},
              new double[] {-3, -9},
              new double[] {-4, -3, -2, -3},
              new double[] {-1, -2}));

  private final EvaluationReport.Understanding report =
      new UnderstandingComparison(QUESTIONS, SFT, PPO).report(new Bootstrap(CounterRandom.of(1)));

  private static EncodedQuestion question(int answer, Integer... characters) {
    List<Choice> choices =
        Stream.of(characters).map(count -> new Choice(new long[] {3, 4}, 1, count)).toList();
    return new EncodedQuestion(choices, answer);
  }

  @Test
  void bothRulesCountWhatIsRight() {
    assertThat(report.questions()).isEqualTo(4);
    assertThat(report.bySum().sft().mean()).isEqualTo(0.75);
    assertThat(report.bySum().ppo().mean()).isEqualTo(0.5);
    assertThat(report.byLength().sft().mean()).isEqualTo(1);
    assertThat(report.byLength().ppo().mean()).isEqualTo(0.5);
  }

  @Test
  void theDeclineIsPairedByQuestion() {
    // By sum only the first question is lost: 1, 0, 0, 0. Its interval is that of those numbers.
    assertThat(report.bySum().decline())
        .isEqualTo(new Bootstrap(CounterRandom.of(1)).mean(new double[] {1, 0, 0, 0}));
    assertThat(report.byLength().decline().mean()).isEqualTo(0.5);
    assertThat(
            new UnderstandingComparison(QUESTIONS, SFT, SFT)
                .report(new Bootstrap(CounterRandom.of(1)))
                .bySum()
                .decline())
        .isEqualTo(new Interval(0, 0, 0));
  }

  @Test
  void chanceGoesByEachQuestionsChoices() {
    assertThat(report.chance()).isCloseTo((0.5 + 0.5 + 0.25 + 0.5) / 4, within(1e-12));
  }
}
