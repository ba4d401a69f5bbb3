package dev.rlhf.trainer.eval;

import dev.rlhf.trainer.tokens.Message;
import dev.rlhf.trainer.tokens.Prompt;
import dev.rlhf.trainer.tokens.Role;
import java.util.List;

/** Answers to a question of no matter, ragged in prompt and length. */
final class Answers {
  static final Prompt PROMPT = new Prompt(List.of(new Message(Role.USER, "Is rain wet?")));

  private static final long[] QUESTION = {3, 4};

  static final List<Answer> RAGGED =
      List.of(
          of(QUESTION, 9, 12, 30),
          of(QUESTION, 8),
          of(new long[] {5, 6, 7, 8, 9}, 21, 30, 4, 4, 9, 12, 2));

  private Answers() {}

  /** An answer that ends where its last id is 2. */
  static Answer of(long[] prompt, long... ids) {
    return new Answer(PROMPT, prompt, ids, "Yes.", ids[ids.length - 1] == 2);
  }
}
