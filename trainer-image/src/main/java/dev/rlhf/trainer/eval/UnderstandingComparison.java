package dev.rlhf.trainer.eval;

import dev.rlhf.trainer.data.EncodedQuestion;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What PPO costs in understanding: SFT's and PPO's answers to the same multiple-choice questions.
 *
 * @see <a href="https://arxiv.org/abs/2307.04964">Zheng et al. 2023, section 6.4: PPO loses on
 *     C-Eval</a>
 */
record UnderstandingComparison(
    List<EncodedQuestion> questions, ChoiceAnswers sft, ChoiceAnswers ppo) {

  EvaluationReport.Understanding report(Bootstrap bootstrap) {
    return new EvaluationReport.Understanding(
        questions.size(),
        chance(),
        accuracy(sft.bySum(), ppo.bySum(), bootstrap),
        accuracy(sft.byLength(), ppo.byLength(), bootstrap));
  }

  /** What guessing gives on average. */
  private double chance() {
    return questions.stream().mapToDouble(q -> 1.0 / q.choices().size()).average().orElseThrow();
  }

  private static EvaluationReport.Accuracy accuracy(
      double[] sft, double[] ppo, Bootstrap bootstrap) {
    double[] lost = IntStream.range(0, sft.length).mapToDouble(i -> sft[i] - ppo[i]).toArray();
    return new EvaluationReport.Accuracy(
        bootstrap.mean(sft), bootstrap.mean(ppo), bootstrap.mean(lost));
  }
}
