package dev.rlhf.trainer.ppo;

import dev.rlhf.plan.PpoSettings;
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
 */
final class AnswerSampler {

  private final Generator generator;
  private final Set<Long> endOfSequence;
  private final PpoSettings settings;

  AnswerSampler(Transformer policy, Set<Long> endOfSequence, PpoSettings settings) {
    generator = new Generator(policy, endOfSequence);
    this.endOfSequence = endOfSequence;
    this.settings = settings;
  }

  /** Answers each prompt, or none where {@code givenUp} says so. */
  Optional<List<Rollout>> answer(List<long[]> prompts, long seed, BooleanSupplier givenUp) {
    SamplingSettings sampling =
        new SamplingSettings(settings.maxResponseLength(), settings.temperature(), 1, 1, seed);
    return generator
        .generate(prompts, sampling, givenUp)
        .map(answers -> rollouts(prompts, answers));
  }

  private List<Rollout> rollouts(List<long[]> prompts, List<long[]> answers) {
    List<Rollout> rollouts = new ArrayList<>();
    for (int row = 0; row < prompts.size(); row++) {
      long[] answer = answers.get(row);
      boolean ended = endOfSequence.contains(answer[answer.length - 1]);
      rollouts.add(new Rollout(prompts.get(row), answer, ended));
    }
    return rollouts;
  }
}
