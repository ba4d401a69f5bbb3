package dev.rlhf.trainer.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.contract.Documents;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.contract.StageResult;
import dev.rlhf.manifest.CheckpointRef;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.plan.Stage;
import dev.rlhf.trainer.metrics.Figure;
import dev.rlhf.trainer.stage.TerminationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationFiguresTest {
  /** As long as a figure gets in JSON. */
  private static final double LONG = -12.345678901234567;

  private static final Interval ONE = new Interval(2, 1, 3);

  private static EvaluationReport report(double number, EvaluationReport.Pairs pairs) {
    Interval interval = new Interval(number, number, number);
    Map<String, Interval> scores = Map.of("rm_score", interval, "gold", interval);
    EvaluationReport.Comparison comparison =
        new EvaluationReport.Comparison(interval, new WinTieLose(number, number, number));
    EvaluationReport.Model model =
        new EvaluationReport.Model("/model", scores, interval, interval, number);
    return new EvaluationReport(
        200,
        model,
        model,
        Map.of("rm_score", comparison, "gold", comparison),
        new EvaluationReport.Kl(interval, number),
        pairs,
        new EvaluationReport.Understanding(
            200,
            number,
            new EvaluationReport.Accuracy(interval, interval, interval),
            new EvaluationReport.Accuracy(ONE, ONE, ONE)),
        new EvaluationReport.Texts(9, 99, interval, interval, ONE));
  }

  private static Map<String, Double> byName(EvaluationReport report) {
    Map<String, Double> figures = new LinkedHashMap<>();
    EvaluationFigures.of(report).forEach((figure, value) -> figures.put(figure.id(), value));
    return figures;
  }

  @Test
  void namesSayModelAndScorer() {
    EvaluationReport report = report(0.5, new EvaluationReport.Pairs(9, ONE, ONE));

    assertThat(byName(report))
        .containsOnlyKeys(
            "rm_score_sft",
            "rm_score_sft_low",
            "rm_score_sft_high",
            "rm_score_ppo",
            "rm_score_ppo_low",
            "rm_score_ppo_high",
            "rm_score_difference",
            "rm_score_difference_low",
            "rm_score_difference_high",
            "rm_score_win",
            "rm_score_tie",
            "rm_score_lose",
            "gold_sft",
            "gold_sft_low",
            "gold_sft_high",
            "gold_ppo",
            "gold_ppo_low",
            "gold_ppo_high",
            "gold_difference",
            "gold_difference_low",
            "gold_difference_high",
            "gold_win",
            "gold_tie",
            "gold_lose",
            "response_length_sft",
            "response_length_ppo",
            "truncated_rate_sft",
            "truncated_rate_ppo",
            "perplexity_sft",
            "perplexity_ppo",
            "kl",
            "kl_answer",
            "kl_answer_low",
            "kl_answer_high",
            "rm_accuracy",
            "rm_accuracy_low",
            "rm_accuracy_high",
            "longer_accuracy",
            "longer_accuracy_low",
            "longer_accuracy_high",
            "understanding_chance",
            "understanding_sft",
            "understanding_sft_low",
            "understanding_sft_high",
            "understanding_ppo",
            "understanding_ppo_low",
            "understanding_ppo_high",
            "understanding_decline",
            "understanding_decline_low",
            "understanding_decline_high",
            "understanding_norm_sft",
            "understanding_norm_sft_low",
            "understanding_norm_sft_high",
            "understanding_norm_ppo",
            "understanding_norm_ppo_low",
            "understanding_norm_ppo_high",
            "understanding_norm_decline",
            "understanding_norm_decline_low",
            "understanding_norm_decline_high",
            "text_perplexity_sft",
            "text_perplexity_sft_low",
            "text_perplexity_sft_high",
            "text_perplexity_ppo",
            "text_perplexity_ppo_low",
            "text_perplexity_ppo_high",
            "text_perplexity_ratio",
            "text_perplexity_ratio_low",
            "text_perplexity_ratio_high")
        .containsEntry("understanding_decline_low", 0.5)
        .containsEntry("understanding_norm_decline_high", 3.0)
        .containsEntry("text_perplexity_ratio_low", 1.0)
        .containsEntry("rm_accuracy", 2.0)
        .containsEntry("rm_accuracy_low", 1.0)
        .containsEntry("longer_accuracy_high", 3.0);
  }

  @Test
  void eachIsAGaugeWithWordsOfItsOwn() {
    assertThat(EvaluationFigures.of(report(0.5, null)).keySet())
        .allMatch(figure -> figure.metric().equals("rlhf_eval_" + figure.id()))
        .extracting(Figure::help)
        .doesNotHaveDuplicates();
  }

  @Test
  void allOfThemFitIntoTheLastWordsOfAContainer(@TempDir Path folder) throws IOException {
    Map<String, Double> figures = byName(report(LONG, new EvaluationReport.Pairs(9, ONE, ONE)));
    String digest = "d".repeat(64);
    StageResult result =
        new StageResult(
            Stage.EVAL,
            12,
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0",
            ExitCode.DONE,
            "The final checkpoint is there.",
            new CheckpointRef("r".repeat(120), digest, 1L),
            0,
            Map.of("sft", digest, "rm", digest, "ppo", digest),
            Map.of("preferences", digest, "prompts", digest),
            figures);
    Path file = folder.resolve("termination-log");

    new TerminationMessage(Optional.of(file)).write(result);

    assertThat(Files.size(file)).isLessThan(StageResult.MAX_BYTES);
    assertThat(Documents.read(Files.readAllBytes(file), StageResult.class).figures())
        .containsOnlyKeys(figures.keySet());
  }

  @Test
  void aStatusTakesAllOfThem() {
    assertThat(byName(report(0.5, new EvaluationReport.Pairs(9, ONE, ONE))))
        .hasSizeLessThanOrEqualTo(StageStatus.MAX_FIGURES);
  }
}
