package dev.rlhf.trainer.data;

import dev.rlhf.trainer.tokens.EncodedDialogue;
import java.util.stream.IntStream;

/**
 * A preference as ids, as the reward model learns it: of the chosen dialogue the last answer is
 * learnt, of the rejected one nothing.
 */
public record EncodedPair(EncodedDialogue chosen, EncodedDialogue rejected) {

  private static final int[] NOTHING = {};

  /** The pair of two whole dialogues. */
  static EncodedPair of(EncodedDialogue chosen, EncodedDialogue rejected) {
    return new EncodedPair(learning(chosen, chosen.lastAnswer()), learning(rejected, NOTHING));
  }

  private static EncodedDialogue learning(EncodedDialogue dialogue, int[] places) {
    return new EncodedDialogue(dialogue.ids(), places, dialogue.truncated());
  }

  /** The same, with all of the chosen dialogue to be learnt but its first id. */
  public EncodedPair wholeDialogue() {
    return new EncodedPair(
        learning(chosen, IntStream.range(1, chosen.length()).toArray()), rejected);
  }

  /** The same, with rewards to be learnt alone. */
  public EncodedPair rewardsOnly() {
    return new EncodedPair(learning(chosen, NOTHING), rejected);
  }

  /** Ids of the longer dialogue. */
  public int length() {
    return Math.max(chosen.length(), rejected.length());
  }

  /** Ids of both. */
  public int tokens() {
    return chosen.length() + rejected.length();
  }
}
