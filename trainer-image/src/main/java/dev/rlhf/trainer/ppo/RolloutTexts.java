package dev.rlhf.trainer.ppo;

import dev.rlhf.trainer.data.EncodedPrompt;
import dev.rlhf.trainer.reward.JudgedAnswer;
import dev.rlhf.trainer.tokens.Message;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What rollouts say: their prompts, found by their ids, and the text of their answers. */
final class RolloutTexts {

  /** A prompt and its row, the first being 1. */
  private record Asked(int row, List<Message> messages) {}

  private final Map<LongBuffer, Asked> asked = new HashMap<>();
  private final Function<long[], String> decoder;

  /**
   * The texts of rollouts.
   *
   * @param prompts all that may be answered
   * @param decoder gives the text of ids without special tokens
   */
  RolloutTexts(List<EncodedPrompt> prompts, Function<long[], String> decoder) {
    this.decoder = decoder;
    for (int row = 0; row < prompts.size(); row++) {
      EncodedPrompt prompt = prompts.get(row);
      asked.putIfAbsent(
          LongBuffer.wrap(prompt.ids()), new Asked(row + 1, prompt.prompt().messages()));
    }
  }

  JudgedAnswer judged(Rollout rollout) {
    Asked prompt = asked.get(LongBuffer.wrap(rollout.prompt()));
    if (prompt == null) {
      throw new IllegalStateException("a rollout answers a prompt that was not asked");
    }
    return new JudgedAnswer(
        prompt.row(),
        prompt.messages(),
        decoder.apply(rollout.answer()).strip(),
        rollout.prompt().length,
        rollout.answer().length,
        rollout.ended());
  }
}
