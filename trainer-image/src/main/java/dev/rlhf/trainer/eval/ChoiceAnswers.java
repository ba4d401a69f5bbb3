package dev.rlhf.trainer.eval;

import dev.rlhf.trainer.data.EncodedQuestion;
import dev.rlhf.trainer.data.EncodedQuestion.Choice;
import dev.rlhf.trainer.generate.Scorer;
import java.util.Iterator;
import java.util.List;

/**
 * One model's answers to multiple-choice questions: 1 where it is right, 0 where it is wrong.
 *
 * @param bySum where the likeliest choice is taken
 * @param byLength where the likeliest for its length is taken
 */
record ChoiceAnswers(double[] bySum, double[] byLength) {

  /**
   * The answers that follow from log p(c | q).
   *
   * @param logProbs of each question, one for each choice
   */
  static ChoiceAnswers of(List<EncodedQuestion> questions, List<double[]> logProbs) {
    double[] bySum = new double[questions.size()];
    double[] byLength = new double[questions.size()];
    for (int row = 0; row < questions.size(); row++) {
      EncodedQuestion question = questions.get(row);
      double[] sums = logProbs.get(row);
      int[] characters = question.choices().stream().mapToInt(Choice::characters).toArray();
      bySum[row] = LikeliestChoice.bySum(sums) == question.answer() ? 1 : 0;
      byLength[row] = LikeliestChoice.byLength(sums, characters) == question.answer() ? 1 : 0;
    }
    return new ChoiceAnswers(bySum, byLength);
  }

  static ChoiceAnswers of(List<EncodedQuestion> questions, Scorer model) {
    return of(questions, logProbs(questions, model));
  }

  /** log p(c | q) under a model: of each question, one for each choice. */
  static List<double[]> logProbs(List<EncodedQuestion> questions, Scorer model) {
    List<Choice> choices = questions.stream().flatMap(q -> q.choices().stream()).toList();
    Iterator<float[]> scores = model.score(choices.stream().map(Choice::ids).toList()).iterator();
    return questions.stream()
        .map(
            question ->
                question.choices().stream()
                    .mapToDouble(choice -> LastTokens.sum(scores.next(), choice.tokens()))
                    .toArray())
        .toList();
  }
}
