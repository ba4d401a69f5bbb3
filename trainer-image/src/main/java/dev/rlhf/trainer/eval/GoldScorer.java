package dev.rlhf.trainer.eval;

import dev.rlhf.trainer.data.EncodedPrompt;
import dev.rlhf.trainer.demo.Gold;
import dev.rlhf.trainer.tokens.Prompt;
import java.util.List;

/** The demo's hidden rule as a scorer. */
record GoldScorer(String name, Gold gold) implements AnswerScorer {

  @Override
  public void require(List<EncodedPrompt> prompts, int maxResponseLength) {
    prompts.forEach(prompt -> gold.score(request(prompt.prompt()), "", true));
  }

  @Override
  public double[] scores(List<Answer> answers) {
    return answers.stream()
        .mapToDouble(a -> gold.score(request(a.prompt()), a.text(), a.ended()))
        .toArray();
  }

  private static String request(Prompt prompt) {
    return prompt.messages().get(prompt.messages().size() - 1).content();
  }
}
