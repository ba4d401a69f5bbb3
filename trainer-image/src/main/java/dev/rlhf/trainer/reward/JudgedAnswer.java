package dev.rlhf.trainer.reward;

import dev.rlhf.trainer.tokens.Message;
import java.util.List;

/**
 * An answer that is to be rewarded.
 *
 * @param row of the file of prompts, the first being 1
 * @param prompt the dialogue that it answers
 * @param answer its text, without special tokens
 * @param promptTokens of the prompt in its chat format
 * @param answerTokens its end-of-sequence token included
 * @param ended whether the model ended it, and not the bound on its length
 */
public record JudgedAnswer(
    int row,
    List<Message> prompt,
    String answer,
    int promptTokens,
    int answerTokens,
    boolean ended) {

  /** What the user said last. */
  String question() {
    return prompt.get(prompt.size() - 1).content();
  }
}
