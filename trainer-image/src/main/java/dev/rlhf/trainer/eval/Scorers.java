package dev.rlhf.trainer.eval;

import ai.djl.ndarray.NDManager;
import dev.rlhf.plan.EvalSettings;
import dev.rlhf.plan.NamedInput;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.checkpoint.ModelDigest;
import dev.rlhf.trainer.demo.Gold;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The scorers that an evaluation names beside the reward model. */
final class Scorers {
  private static final String GOLD = "demo://gold";

  /** A scorer of such a name would write over another figure. */
  private static final Set<String> TAKEN =
      Set.of(
          RewardModelScorer.NAME,
          "response_length",
          "truncated_rate",
          "perplexity",
          "text_perplexity",
          "understanding",
          "understanding_norm");

  private Scorers() {}

  /**
   * The digests of those that are models, by name.
   *
   * @throws InvalidInputException when one is not known, is no reward model, or cannot have its
   *     name
   */
  static Map<String, String> digests(EvalSettings settings) throws IOException {
    Set<String> names = new HashSet<>();
    Map<String, String> digests = new TreeMap<>();
    for (NamedInput scorer : settings.scorers()) {
      if (!names.add(scorer.name())) {
        throw new InvalidInputException(
            "two scorers are called %s: give each of evaluation.scorers a name of its own"
                .formatted(scorer.name()));
      }
      requireFree(scorer.name());
      if (!isGold(scorer)) {
        digests.put(
            "scorers." + scorer.name(), ModelDigest.of(OtherRewardModel.folder(scorer).path()));
      }
    }
    return digests;
  }

  private static void requireFree(String name) {
    if (TAKEN.contains(name)) {
      throw new InvalidInputException(
          "a scorer cannot be called %s, as other figures have that name: write another in evaluation.scorers"
              .formatted(name));
    }
  }

  private static boolean isGold(NamedInput scorer) {
    if (!scorer.uri().equals(GOLD) && scorer.path() == null) {
      throw new InvalidInputException(
          "%s is no scorer: write %s or the uri of a reward model in evaluation.scorers"
              .formatted(scorer.uri(), GOLD));
    }
    return scorer.uri().equals(GOLD);
  }

  /**
   * Makes them.
   *
   * @param compared the folder of a model that is compared
   * @param patience is run before each native call, and throws to give up
   * @throws InvalidInputException when one cannot judge answers to the prompts
   */
  static List<AnswerScorer> of(
      StageConfig config, HeldOut heldOut, Path compared, NDManager manager, Runnable patience)
      throws IOException {
    EvalSettings settings = config.settings(EvalSettings.class);
    List<AnswerScorer> scorers = new ArrayList<>();
    for (NamedInput named : settings.scorers()) {
      AnswerScorer scorer =
          isGold(named)
              ? new GoldScorer(named.name(), new Gold())
              : OtherRewardModel.load(named, compared, config.chatFormat(), manager, patience);
      scorers.add(scorer);
      scorer.require(heldOut.prompts(), settings.maxResponseLength());
    }
    return scorers;
  }
}
