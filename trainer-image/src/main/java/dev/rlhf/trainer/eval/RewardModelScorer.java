package dev.rlhf.trainer.eval;

import dev.rlhf.trainer.generate.RewardScorer;
import java.util.List;
import java.util.stream.IntStream;

/** The reward model's raw score: what PPO was made to raise. */
record RewardModelScorer(RewardScorer rewards) implements AnswerScorer {
  static final String NAME = "rm_score";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public double[] scores(List<Answer> answers) {
    float[] scores = rewards.rewards(answers.stream().map(Answer::sequence).toList());
    return IntStream.range(0, scores.length).mapToDouble(i -> scores[i]).toArray();
  }
}
