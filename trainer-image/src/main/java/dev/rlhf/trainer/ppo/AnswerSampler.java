package dev.rlhf.trainer.ppo;

import dev.rlhf.manifest.Precision;
import dev.rlhf.plan.PpoSettings;
import dev.rlhf.trainer.generate.Drawn;
import dev.rlhf.trainer.generate.Generator;
import dev.rlhf.trainer.generate.SamplingSettings;
import dev.rlhf.trainer.model.Transformer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Draws the policy's answers, at the temperature that they are scored with and from the whole
 * distribution: the one that is scored is the one that was sampled.
 *
 * <p>In fp32 what the policy said of a token when it drew it is what it says of it in any batch, up
 * to rounding, and it need not be asked again. In bf16 rounding is too coarse for that.
 */
final class AnswerSampler {

  private final Generator generator;
  private final Set<Long> endOfSequence;
  private final PpoSettings settings;
  private final boolean isExact;

  AnswerSampler(Transformer policy, Set<Long> endOfSequence, PpoSettings settings) {
    generator = new Generator(policy, endOfSequence);
    this.endOfSequence = endOfSequence;
    this.settings = settings;
    isExact = policy.precision() == Precision.FP32;
  }

  /** Answers each prompt, or none where {@code givenUp} says so. */
  Optional<Drawing> answer(List<long[]> prompts, long seed, BooleanSupplier givenUp) {
    SamplingSettings sampling =
        new SamplingSettings(settings.maxResponseLength(), settings.temperature(), 1, 1, seed);
    return generator
        .draw(prompts, sampling, isExact, givenUp)
        .map(answers -> new Drawing(rollouts(prompts, answers), scores(answers)));
  }

  private Optional<Policy.Scores> scores(List<Drawn> answers) {
    return isExact
        ? Optional.of(
            new Policy.Scores(
                answers.stream().map(Drawn::logProbs).toList(),
                answers.stream().map(Drawn::entropies).toList()))
        : Optional.empty();
  }

  private List<Rollout> rollouts(List<long[]> prompts, List<Drawn> answers) {
    List<Rollout> rollouts = new ArrayList<>();
    for (int row = 0; row < prompts.size(); row++) {
      long[] answer = answers.get(row).ids();
      boolean ended = endOfSequence.contains(answer[answer.length - 1]);
      rollouts.add(new Rollout(prompts.get(row), answer, ended));
    }
    return rollouts;
  }
}
