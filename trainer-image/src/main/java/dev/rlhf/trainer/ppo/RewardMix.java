package dev.rlhf.trainer.ppo;

import dev.rlhf.plan.RewardSettings;
import dev.rlhf.trainer.reward.JudgedAnswer;
import dev.rlhf.trainer.reward.RewardSource;
import dev.rlhf.trainer.reward.RewardSources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * An answer's reward from several: r = sum_i w_i r_i, of raw values.
 *
 * @param parts none where the reward model's is the reward
 * @param texts what rollouts say
 */
record RewardMix(List<Part> parts, RolloutTexts texts) {

  /**
   * One of the rewards.
   *
   * @param source empty for the reward model
   */
  record Part(String name, double weight, Optional<RewardSource> source) {}

  RewardMix {
    parts = List.copyOf(parts);
  }

  /**
   * The mix of a stage.
   *
   * @param environment gives the value of a variable, or null
   * @throws dev.rlhf.trainer.InvalidInputException when a reward cannot be had
   */
  static RewardMix of(
      List<RewardSettings> rewards, RolloutTexts texts, UnaryOperator<String> environment) {
    return new RewardMix(
        rewards.stream()
            .map(r -> new Part(r.name(), r.weight(), RewardSources.of(r, environment)))
            .toList(),
        texts);
  }

  /** The reward model's alone. */
  static RewardMix modelAlone() {
    return new RewardMix(List.of(), new RolloutTexts(List.of(), ids -> ""));
  }

  /** Whether the reward model has a say. */
  boolean asksModel() {
    return parts.isEmpty() || parts.stream().anyMatch(part -> part.source().isEmpty());
  }

  /**
   * The same rollouts with all rewards, in their order.
   *
   * @param scored with the reward model's
   * @return nothing where {@code givenUp} says so
   */
  Optional<List<ScoredRollout>> add(List<ScoredRollout> scored, BooleanSupplier givenUp) {
    if (parts.isEmpty()) {
      return Optional.of(scored);
    }
    List<JudgedAnswer> answers =
        scored.stream().map(ScoredRollout::rollout).map(texts::judged).toList();
    Map<String, double[]> raw = new LinkedHashMap<>();
    for (Part part : parts) {
      Optional<double[]> rewards =
          part.source().isEmpty()
              ? Optional.of(scored.stream().mapToDouble(ScoredRollout::reward).toArray())
              : part.source().get().rewards(answers, givenUp);
      if (rewards.isEmpty()) {
        return Optional.empty();
      }
      raw.put(part.name(), rewards.get());
    }
    return Optional.of(mixed(scored, raw));
  }

  private List<ScoredRollout> mixed(List<ScoredRollout> scored, Map<String, double[]> raw) {
    List<ScoredRollout> mixed = new ArrayList<>();
    for (int row = 0; row < scored.size(); row++) {
      Map<String, Double> own = new LinkedHashMap<>();
      double sum = 0;
      for (Part part : parts) {
        double reward = raw.get(part.name())[row];
        own.put(part.name(), reward);
        sum += part.weight() * reward;
      }
      mixed.add(scored.get(row).rewarded(sum, own));
    }
    return mixed;
  }
}
