package dev.rlhf.trainer.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rlhf.trainer.tensor.CounterRandom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelComparisonTest {
  private static final long[] PROMPT = {3};
  private static final Bootstrap BOOTSTRAP = new Bootstrap(CounterRandom.of(1));

  // Four prompts. SFT answers 2, 2, 2, 2 tokens, of which one is cut; PPO 1, 2, 3, 4, two cut.
  private static final ModelAnswers SFT =
      new ModelAnswers(
          "/sft",
          List.of(
              Answers.of(PROMPT, 9, 2),
              Answers.of(PROMPT, 8, 2),
              Answers.of(PROMPT, 7, 2),
              Answers.of(PROMPT, 9, 9)),
          Map.of("rm_score", new double[] {0, 1, 2, 3}, "gold", new double[] {0.5, 0.5, 0, 0.5}),
          new AnswerLogProbs(new double[] {-2, -2, -2, -2}, new int[] {2, 2, 2, 2}));
  private static final ModelAnswers PPO =
      new ModelAnswers(
          "/ppo",
          List.of(
              Answers.of(PROMPT, 2),
              Answers.of(PROMPT, 8, 2),
              Answers.of(PROMPT, 7, 7, 7),
              Answers.of(PROMPT, 9, 9, 9, 9)),
          Map.of("rm_score", new double[] {2, 3, 4, 5}, "gold", new double[] {1, 0.5, 0.25, 0}),
          new AnswerLogProbs(new double[] {-1, -2, -3, -4}, new int[] {1, 2, 3, 4}));
  private static final AnswerLogProbs PPO_UNDER_SFT =
      new AnswerLogProbs(new double[] {-2, -2.5, -6, -5.5}, new int[] {1, 2, 3, 4});

  private final EvaluationReport report =
      new ModelComparison(SFT, PPO, PPO_UNDER_SFT)
          .report(new Measured(null, null, null), BOOTSTRAP);

  @Test
  void differencesArePairedByPrompt() {
    // Each answer is 2 better: the models' own intervals are wide, the paired one has no width.
    assertThat(report.prompts()).isEqualTo(4);
    assertThat(report.sft().scores().get("rm_score").mean()).isEqualTo(1.5);
    assertThat(report.ppo().scores().get("rm_score").mean()).isEqualTo(3.5);
    assertThat(report.ppo().scores().get("rm_score").low()).isLessThan(3.5);
    assertThat(report.scores().get("rm_score"))
        .isEqualTo(new EvaluationReport.Comparison(new Interval(2, 2, 2), new WinTieLose(1, 0, 0)));
  }

  @Test
  void eachScorerIsComparedByItself() {
    EvaluationReport.Comparison gold = report.scores().get("gold");

    assertThat(gold.difference().mean()).isEqualTo(0.0625);
    assertThat(gold.difference().low()).isNegative();
    assertThat(gold.winTieLose()).isEqualTo(new WinTieLose(0.5, 0.25, 0.25));
  }

  @Test
  void klIsThatOfPposAnswers() {
    // Per answer 1, 0.5, 3, 1.5; ten tokens in all.
    assertThat(report.kl().perAnswer().mean()).isEqualTo(1.5);
    assertThat(report.kl().perToken()).isCloseTo(0.6, within(1e-12));
  }

  @Test
  void lengthsAndCutOffAnswersAreCounted() {
    assertThat(report.sft().responseLength()).isEqualTo(new Interval(2, 2, 2));
    assertThat(report.ppo().responseLength().mean()).isEqualTo(2.5);
    assertThat(report.sft().truncatedRate().mean()).isEqualTo(0.25);
    assertThat(report.ppo().truncatedRate().mean()).isEqualTo(0.5);
    assertThat(report.sft().perplexity()).isCloseTo(Math.E, within(1e-12));
    assertThat(report.ppo().folder()).isEqualTo("/ppo");
  }
}
