package dev.rlhf.trainer.eval;

import dev.rlhf.plan.EvalSettings;
import dev.rlhf.trainer.data.EncodedPrompt;
import dev.rlhf.trainer.generate.Generator;
import dev.rlhf.trainer.generate.SamplingSettings;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.tokens.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Puts the same prompts to models, by one sampler and with the same draws for each.
 *
 * @param end ids that end an answer
 * @param seed that every draw is a function of
 */
record Interviewer(
    List<EncodedPrompt> prompts,
    EvalSettings settings,
    Tokenizer tokenizer,
    Set<Long> end,
    long seed) {

  /** A model's answers. */
  List<Answer> ask(Transformer model, BooleanSupplier givenUp) {
    SamplingSettings sampling =
        new SamplingSettings(
            settings.maxResponseLength(),
            settings.temperature(),
            settings.topP(),
            settings.repetitionPenalty(),
            seed);
    List<long[]> ids = prompts.stream().map(EncodedPrompt::ids).toList();
    return new Generator(model, end)
        .generate(ids, sampling, givenUp)
        .map(this::answers)
        .orElseThrow(GivenUpException::new);
  }

  private List<Answer> answers(List<long[]> said) {
    List<Answer> answers = new ArrayList<>();
    for (int row = 0; row < said.size(); row++) {
      EncodedPrompt prompt = prompts.get(row);
      long[] ids = said.get(row);
      boolean ended = end.contains(ids[ids.length - 1]);
      answers.add(
          new Answer(prompt.prompt(), prompt.ids(), ids, tokenizer.decode(ids).strip(), ended));
    }
    return answers;
  }
}
