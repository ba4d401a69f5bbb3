package dev.rlhf.trainer.eval;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;

/**
 * {@code evaluation.json}: what the aligned model says beside SFT, on the same held-out prompts, by
 * the same sampler and the same draws. Intervals are 95 % bootstrap intervals of means.
 *
 * @param prompts how many were answered
 * @param scores by scorer, how PPO compares with SFT prompt by prompt
 * @param pairs the reward model on held-out pairs; null where none were given
 * @param understanding both models on multiple-choice questions; null where none were given
 * @param texts both models as language models; null where no texts were given
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EvaluationReport(
    int prompts,
    Model sft,
    Model ppo,
    Map<String, Comparison> scores,
    Kl kl,
    Pairs pairs,
    Understanding understanding,
    Texts texts) {

  /** Its file in the stage's checkpoint. */
  public static final String FILE = "evaluation.json";

  /**
   * One model's answers.
   *
   * @param folder its checkpoint
   * @param scores by scorer
   * @param responseLength tokens of an answer, end-of-sequence included
   * @param truncatedRate share of answers that met the bound on their length
   * @param perplexity of the model on its own answers, at temperature 1
   */
  public record Model(
      String folder,
      Map<String, Interval> scores,
      Interval responseLength,
      Interval truncatedRate,
      double perplexity) {}

  /**
   * One scorer's comparison.
   *
   * @param difference of PPO and SFT on the same prompt
   */
  public record Comparison(Interval difference, WinTieLose winTieLose) {}

  /**
   * log pi_PPO - log pi_SFT of PPO's answers at temperature 1, in nats. The answers come from the
   * evaluation's sampler, so with a truncated one this is no estimate of KL under the policy's
   * whole distribution.
   */
  public record Kl(Interval perAnswer, double perToken) {}

  /**
   * Held-out pairs.
   *
   * @param accuracy share of pairs whose chosen answer the reward model scores higher
   * @param longerWins share of pairs whose chosen answer is the longer one; equal lengths count
   *     half
   */
  public record Pairs(int pairs, Interval accuracy, Interval longerWins) {}

  /**
   * Multiple-choice questions.
   *
   * @param chance accuracy of guessing
   * @param bySum where the likeliest choice is taken
   * @param byLength where the likeliest for its length is taken
   */
  public record Understanding(int questions, double chance, Accuracy bySum, Accuracy byLength) {}

  /**
   * Shares of questions that are answered right.
   *
   * @param decline SFT's less PPO's, question by question
   */
  public record Accuracy(Interval sft, Interval ppo, Interval decline) {}

  /**
   * Perplexities on held-out texts.
   *
   * @param tokens that were predicted: of each text all but the first
   * @param ratio PPO's over SFT's, text by text
   */
  public record Texts(int texts, int tokens, Interval sft, Interval ppo, Interval ratio) {}
}
