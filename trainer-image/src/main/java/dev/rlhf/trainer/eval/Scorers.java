package dev.rlhf.trainer.eval;

import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.generate.RewardScorer;
import java.util.List;

/** The scorers of an evaluation: the reward model first. */
final class Scorers {

  private Scorers() {}

  static List<AnswerScorer> of(StageConfig config, RewardScorer rewards) {
    return List.of(new RewardModelScorer(rewards));
  }
}
