package dev.rlhf.trainer.eval;

import dev.rlhf.trainer.metrics.Figure;
import java.util.LinkedHashMap;
import java.util.Map;

/** A report as flat figures, for status and metrics. */
final class EvaluationFigures {
  private final Map<Figure, Double> figures = new LinkedHashMap<>();

  private EvaluationFigures() {}

  static Map<Figure, Double> of(EvaluationReport report) {
    EvaluationFigures all = new EvaluationFigures();
    all.model("sft", report.sft());
    all.model("ppo", report.ppo());
    report.scores().forEach(all::comparison);
    all.add(
        "kl",
        "Mean of log pi_PPO - log pi_SFT per token of PPO's answers.",
        report.kl().perToken());
    all.interval(
        "kl_answer", "Mean of log pi_PPO - log pi_SFT per answer of PPO.", report.kl().perAnswer());
    if (report.pairs() != null) {
      all.interval(
          "rm_accuracy",
          "Accuracy of the reward model on held-out pairs.",
          report.pairs().accuracy());
      all.interval(
          "longer_accuracy",
          "Accuracy of 'the longer answer is better' on held-out pairs.",
          report.pairs().longerWins());
    }
    if (report.understanding() != null) {
      all.understanding(report.understanding());
    }
    if (report.texts() != null) {
      all.texts(report.texts());
    }
    return all.figures;
  }

  private void model(String name, EvaluationReport.Model model) {
    model
        .scores()
        .forEach(
            (scorer, score) ->
                interval(scorer + "_" + name, "Mean %s of %s.".formatted(scorer, name), score));
    add(
        "response_length_" + name,
        "Mean tokens of an answer of %s.".formatted(name),
        model.responseLength().mean());
    add(
        "truncated_rate_" + name,
        "Share of cut-off answers of %s.".formatted(name),
        model.truncatedRate().mean());
    add(
        "perplexity_" + name,
        "Perplexity of %s on its own answers.".formatted(name),
        model.perplexity());
  }

  private void comparison(String scorer, EvaluationReport.Comparison comparison) {
    interval(
        scorer + "_difference",
        "Mean of PPO's %s less SFT's on the same prompt.".formatted(scorer),
        comparison.difference());
    add(
        scorer + "_win",
        "Share of prompts on which PPO's %s is higher than SFT's.".formatted(scorer),
        comparison.winTieLose().win());
    add(
        scorer + "_tie",
        "Share of prompts on which both have the same %s.".formatted(scorer),
        comparison.winTieLose().tie());
    add(
        scorer + "_lose",
        "Share of prompts on which PPO's %s is lower than SFT's.".formatted(scorer),
        comparison.winTieLose().lose());
  }

  private void understanding(EvaluationReport.Understanding measured) {
    add("understanding_chance", "Accuracy of guessing on the questions.", measured.chance());
    accuracy("understanding", "the likeliest choice", measured.bySum());
    accuracy("understanding_norm", "the likeliest choice per character", measured.byLength());
  }

  private void accuracy(String id, String rule, EvaluationReport.Accuracy accuracy) {
    String words = "Share of questions that %s answers right, taking %s.";
    interval(id + "_sft", words.formatted("SFT", rule), accuracy.sft());
    interval(id + "_ppo", words.formatted("PPO", rule), accuracy.ppo());
    interval(
        id + "_decline",
        "SFT's share of right answers less PPO's, taking %s.".formatted(rule),
        accuracy.decline());
  }

  private void texts(EvaluationReport.Texts measured) {
    interval("text_perplexity_sft", "Perplexity of SFT on held-out texts.", measured.sft());
    interval("text_perplexity_ppo", "Perplexity of PPO on held-out texts.", measured.ppo());
    interval(
        "text_perplexity_ratio",
        "PPO's perplexity over SFT's on the same held-out texts.",
        measured.ratio());
  }

  private void interval(String id, String help, Interval interval) {
    add(id, help, interval.mean());
    add(id + "_low", help + " 2.5 % quantile.", interval.low());
    add(id + "_high", help + " 97.5 % quantile.", interval.high());
  }

  private void add(String id, String help, double value) {
    figures.put(new EvaluationFigure(id, help), value);
  }
}
