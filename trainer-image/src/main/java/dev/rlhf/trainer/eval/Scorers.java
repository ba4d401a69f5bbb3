package dev.rlhf.trainer.eval;

import dev.rlhf.manifest.Scorer;
import dev.rlhf.plan.EvalSettings;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.demo.Gold;
import dev.rlhf.trainer.tokens.Prompt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The scorers that an evaluation names beside the reward model. */
final class Scorers {
  private static final String GOLD = "demo://gold";

  /** A scorer of such a name would write over another figure. */
  private static final Set<String> TAKEN =
      Set.of(RewardModelScorer.NAME, "response_length", "truncated_rate", "perplexity");

  private Scorers() {}

  /**
   * Makes them.
   *
   * @throws InvalidInputException when one is not known, cannot judge answers to the prompts, or
   *     cannot have its name
   */
  static List<AnswerScorer> of(EvalSettings settings, List<Prompt> prompts) {
    List<AnswerScorer> scorers = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Scorer named : settings.scorers()) {
      if (!names.add(named.name())) {
        throw new InvalidInputException(
            "two scorers are called %s: give each of evaluation.scorers a name of its own"
                .formatted(named.name()));
      }
      AnswerScorer scorer = of(named);
      scorer.require(prompts);
      scorers.add(scorer);
    }
    return scorers;
  }

  private static AnswerScorer of(Scorer scorer) {
    if (TAKEN.contains(scorer.name())) {
      throw new InvalidInputException(
          "a scorer cannot be called %s, as other figures have that name: write another in evaluation.scorers"
              .formatted(scorer.name()));
    }
    if (!scorer.uri().equals(GOLD)) {
      throw new InvalidInputException(
          "%s is no scorer: write %s in evaluation.scorers".formatted(scorer.uri(), GOLD));
    }
    return new GoldScorer(scorer.name(), new Gold());
  }
}
