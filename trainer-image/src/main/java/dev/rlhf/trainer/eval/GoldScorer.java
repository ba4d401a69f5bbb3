package dev.rlhf.trainer.eval;

import dev.rlhf.trainer.demo.Gold;
import dev.rlhf.trainer.tokens.Message;
import java.util.List;

/** The demo's hidden rule as a scorer. */
record GoldScorer(String name, Gold gold) implements AnswerScorer {

  @Override
  public double[] scores(List<Answer> answers) {
    return answers.stream().mapToDouble(this::score).toArray();
  }

  private double score(Answer answer) {
    List<Message> asked = answer.prompt().messages();
    return gold.score(asked.get(asked.size() - 1).content(), answer.text(), answer.ended());
  }
}
