package dev.rlhf.trainer.ppo;

/**
 * What an answer's reward becomes that met its bound before an end-of-sequence token: r' = r -
 * penalty. Moments of rewards are those of r'.
 *
 * @param penalty in the reward model's own unit; 0 takes nothing
 */
public record MissingEosPenalty(double penalty) {

  double of(ScoredRollout scored) {
    return scored.rollout().ended() ? scored.reward() : scored.reward() - penalty;
  }
}
