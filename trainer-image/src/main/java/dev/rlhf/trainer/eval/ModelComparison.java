package dev.rlhf.trainer.eval;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * PPO beside SFT, prompt by prompt.
 *
 * @param ppoUnderSft log-probabilities of PPO's answers under SFT
 */
record ModelComparison(ModelAnswers sft, ModelAnswers ppo, AnswerLogProbs ppoUnderSft) {

  EvaluationReport report(Measured others, Bootstrap bootstrap) {
    Map<String, EvaluationReport.Comparison> scores = new LinkedHashMap<>();
    ppo.scores()
        .forEach(
            (scorer, values) ->
                scores.put(scorer, compare(values, sft.scores().get(scorer), bootstrap)));
    return new EvaluationReport(
        ppo.answers().size(),
        sft.report(bootstrap),
        ppo.report(bootstrap),
        scores,
        kl(bootstrap),
        others.pairs(),
        others.understanding(),
        others.texts());
  }

  private static EvaluationReport.Comparison compare(
      double[] ppo, double[] sft, Bootstrap bootstrap) {
    double[] differences =
        IntStream.range(0, ppo.length).mapToDouble(i -> ppo[i] - sft[i]).toArray();
    return new EvaluationReport.Comparison(bootstrap.mean(differences), WinTieLose.of(ppo, sft));
  }

  private EvaluationReport.Kl kl(Bootstrap bootstrap) {
    double[] perAnswer = ppo.own().above(ppoUnderSft);
    return new EvaluationReport.Kl(
        bootstrap.mean(perAnswer), Arrays.stream(perAnswer).sum() / ppo.own().allTokens());
  }
}
