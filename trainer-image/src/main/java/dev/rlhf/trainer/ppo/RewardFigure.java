package dev.rlhf.trainer.ppo;

import dev.rlhf.plan.Stage;
import dev.rlhf.trainer.metrics.Figure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The mean of one reward's raw values; manifests name their rewards, so the set is open. */
record RewardFigure(String reward) implements Figure {

  /** Of each reward that an iteration's answers have; none where the reward model's is all. */
  static Map<Figure, Double> of(List<Experience> experiences) {
    Map<Figure, Double> means = new LinkedHashMap<>();
    for (String reward : experiences.get(0).scored().rewards().keySet()) {
      means.put(
          new RewardFigure(reward),
          RunningMoments.of(
                  experiences.stream()
                      .mapToDouble(experience -> experience.scored().rewards().get(reward))
                      .toArray())
              .mean());
    }
    return means;
  }

  @Override
  public String id() {
    return "raw_reward_" + reward;
  }

  @Override
  public Stage stage() {
    return Stage.PPO;
  }

  @Override
  public String help() {
    return "Mean raw value of reward %s, before its weight.".formatted(reward);
  }
}
