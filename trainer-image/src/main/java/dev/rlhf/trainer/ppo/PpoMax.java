package dev.rlhf.trainer.ppo;

import dev.rlhf.manifest.ImportanceSampling;
import dev.rlhf.plan.PpoSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * Which of PPO's tricks are used, with their numbers: where nothing else is asked for those of
 * PPO-max and no others.
 *
 * <p>From rollouts to what the update learns from: the token-level KL penalty, the shaped reward on
 * the answer's last token, and generalized advantage estimation. Returns are un-normalised
 * advantages plus values. The rest of the recipe is where its name is: {@link PolicyLoss}, {@link
 * ValueLoss}, {@link PtxMix}, {@link dev.rlhf.trainer.optim.GlobalNormClip} and the critic's
 * pre-training in {@link PpoUpdate}.
 *
 * @param importanceSampling what the probability ratio divides by
 * @param policyClip epsilon of the surrogate objective
 * @param valueClip epsilon of the value loss; 0 clips nothing
 * @see <a href="https://arxiv.org/abs/2307.04964">Zheng et al. 2023, section 5.4</a>
 */
public record PpoMax(
    MissingEosPenalty missingEos,
    RewardTransform reward,
    GeneralizedAdvantage advantage,
    AdvantageShaping shaping,
    ImportanceSampling importanceSampling,
    double policyClip,
    double valueClip,
    double entropyCoefficient) {

  public static PpoMax of(PpoSettings settings) {
    return new PpoMax(
        new MissingEosPenalty(settings.missingEosPenalty()),
        RewardTransform.of(settings),
        new GeneralizedAdvantage(settings.gamma(), settings.lambda()),
        new AdvantageShaping(
            settings.advantageNormalization(), new SymmetricClip(settings.advantageClip())),
        settings.importanceSampling(),
        settings.policyClip(),
        settings.valueClip(),
        settings.entropyCoefficient());
  }

  /** The moments of answers' rewards. */
  RunningMoments rewards(List<ScoredRollout> answers) {
    return RunningMoments.of(answers.stream().mapToDouble(missingEos::of).toArray());
  }

  /** What an iteration's answers teach, given the moments of every reward so far, theirs too. */
  List<Experience> judge(List<ScoredRollout> answers, KlPenalty penalty, RunningMoments seen) {
    List<double[]> advantages = new ArrayList<>();
    double[] shaped = new double[answers.size()];
    for (int row = 0; row < shaped.length; row++) {
      ScoredRollout scored = answers.get(row);
      shaped[row] = reward.of(missingEos.of(scored), seen);
      double[] rewards = penalty.of(scored.logProbs(), scored.reference());
      rewards[rewards.length - 1] += shaped[row];
      advantages.add(advantage.of(rewards, scored.values()));
    }
    List<double[]> learnt = shaping.of(advantages);
    List<Experience> experiences = new ArrayList<>();
    for (int row = 0; row < shaped.length; row++) {
      ScoredRollout scored = answers.get(row);
      double[] returns = returns(advantages.get(row), scored.values());
      experiences.add(new Experience(scored, shaped[row], learnt.get(row), returns));
    }
    return experiences;
  }

  private static double[] returns(double[] advantages, float[] values) {
    double[] returns = advantages.clone();
    for (int t = 0; t < returns.length; t++) {
      returns[t] += values[t];
    }
    return returns;
  }

  /** The log-probabilities of an answer that the probability ratio divides by. */
  float[] ratioBase(ScoredRollout scored) {
    return switch (importanceSampling) {
      case SAMPLER -> scored.logProbs();
      case REFERENCE -> scored.reference();
    };
  }
}
