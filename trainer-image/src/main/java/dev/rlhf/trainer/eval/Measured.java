package dev.rlhf.trainer.eval;

import dev.rlhf.trainer.generate.RewardScorer;
import dev.rlhf.trainer.generate.Scorer;

/**
 * What is measured beside the models' own answers, each null where no rows for it were given.
 *
 * @param pairs the reward model on held-out pairs
 * @param understanding both models on multiple-choice questions
 * @param texts both models as language models
 */
record Measured(
    EvaluationReport.Pairs pairs,
    EvaluationReport.Understanding understanding,
    EvaluationReport.Texts texts) {

  static Measured of(
      HeldOut heldOut, Scorer sft, Scorer ppo, RewardScorer rewards, Bootstrap bootstrap) {
    return new Measured(
        pairs(heldOut, rewards, bootstrap),
        understanding(heldOut, sft, ppo, bootstrap),
        texts(heldOut, sft, ppo, bootstrap));
  }

  private static EvaluationReport.Pairs pairs(
      HeldOut heldOut, RewardScorer rewards, Bootstrap bootstrap) {
    return heldOut.pairs().isEmpty()
        ? null
        : new PairComparison(heldOut.pairs(), rewards).report(bootstrap);
  }

  private static EvaluationReport.Understanding understanding(
      HeldOut heldOut, Scorer sft, Scorer ppo, Bootstrap bootstrap) {
    var questions = heldOut.questions();
    return questions.isEmpty()
        ? null
        : new UnderstandingComparison(
                questions, ChoiceAnswers.of(questions, sft), ChoiceAnswers.of(questions, ppo))
            .report(bootstrap);
  }

  private static EvaluationReport.Texts texts(
      HeldOut heldOut, Scorer sft, Scorer ppo, Bootstrap bootstrap) {
    if (heldOut.texts().isEmpty()) {
      return null;
    }
    TextLogProbs before = TextLogProbs.of(heldOut.texts(), sft, heldOut.positions());
    TextLogProbs after = TextLogProbs.of(heldOut.texts(), ppo, heldOut.positions());
    return new EvaluationReport.Texts(
        heldOut.texts().size(),
        after.allTokens(),
        before.perplexity(bootstrap),
        after.perplexity(bootstrap),
        after.perplexityOver(before, bootstrap));
  }
}
