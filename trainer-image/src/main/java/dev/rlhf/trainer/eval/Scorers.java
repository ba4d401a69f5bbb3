package dev.rlhf.trainer.eval;

import dev.rlhf.manifest.Scorer;
import dev.rlhf.plan.EvalSettings;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.demo.Gold;
import dev.rlhf.trainer.generate.RewardScorer;
import java.util.List;
import java.util.stream.Stream;

/** The scorers of an evaluation: the reward model first. */
final class Scorers {
  private static final String GOLD = "demo://gold";

  private Scorers() {}

  /**
   * Makes them.
   *
   * @throws InvalidInputException when one is not known
   */
  static List<AnswerScorer> of(EvalSettings settings, RewardScorer rewards) {
    return Stream.concat(
            Stream.of(new RewardModelScorer(rewards)), settings.scorers().stream().map(Scorers::of))
        .toList();
  }

  private static AnswerScorer of(Scorer scorer) {
    if (!scorer.uri().equals(GOLD)) {
      throw new InvalidInputException(
          "%s is no scorer: write %s in evaluation.scorers".formatted(scorer.uri(), GOLD));
    }
    return new GoldScorer(scorer.name(), new Gold());
  }
}
