package dev.rlhf.trainer.eval;

import dev.rlhf.trainer.generate.Scorer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * One model's answers and all that is known of them.
 *
 * @param scores by scorer, one for each answer
 * @param own their log-probabilities under the model itself
 */
record ModelAnswers(
    String folder, List<Answer> answers, Map<String, double[]> scores, AnswerLogProbs own) {

  static ModelAnswers judge(
      String folder, List<Answer> answers, Scorer model, List<AnswerScorer> scorers) {
    Map<String, double[]> scores = new LinkedHashMap<>();
    scorers.forEach(scorer -> scores.put(scorer.name(), scorer.scores(answers)));
    return new ModelAnswers(folder, answers, scores, AnswerLogProbs.of(answers, model));
  }

  EvaluationReport.Model report(Bootstrap bootstrap) {
    Map<String, Interval> intervals = new LinkedHashMap<>();
    scores.forEach((scorer, values) -> intervals.put(scorer, bootstrap.mean(values)));
    return new EvaluationReport.Model(
        folder,
        intervals,
        bootstrap.mean(each(answer -> answer.ids().length)),
        bootstrap.mean(each(answer -> answer.ended() ? 0 : 1)),
        own.perplexity());
  }

  private double[] each(ToDoubleFunction<Answer> number) {
    return answers.stream().mapToDouble(number).toArray();
  }
}
