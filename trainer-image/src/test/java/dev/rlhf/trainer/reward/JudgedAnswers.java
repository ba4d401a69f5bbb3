package dev.rlhf.trainer.reward;

import dev.rlhf.trainer.tokens.Message;
import dev.rlhf.trainer.tokens.Role;
import java.util.List;
import java.util.stream.IntStream;

/** Answers to "Why?", the first to row 1 of the prompts. */
final class JudgedAnswers {
  private JudgedAnswers() {}

  static List<JudgedAnswer> of(String... texts) {
    return IntStream.range(0, texts.length)
        .mapToObj(
            i ->
                new JudgedAnswer(
                    i + 1,
                    List.of(new Message(Role.SYSTEM, "Be kind."), new Message(Role.USER, "Why?")),
                    texts[i],
                    7,
                    texts[i].length() + 1,
                    !texts[i].isEmpty()))
        .toList();
  }
}
