package dev.rlhf.trainer.data;

import dev.rlhf.trainer.tokens.EncodedDialogue;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A preference as ids, as the reward model learns it: of the chosen dialogue the last answer is
 * learnt, of the rejected one nothing.
 */
public record EncodedPair(EncodedDialogue chosen, EncodedDialogue rejected) {

  private static final int[] NOTHING = {};

  /** The pair of two whole dialogues. */
  static EncodedPair of(EncodedDialogue chosen, EncodedDialogue rejected) {
    return new EncodedPair(
        learning(chosen, lastAnswer(chosen.learnt())), learning(rejected, NOTHING));
  }

  /** Between answers stands the other's turn, so that the places of one follow one another. */
  private static int[] lastAnswer(int[] learnt) {
    int begin = learnt.length - 1;
    while (begin > 0 && learnt[begin - 1] == learnt[begin] - 1) {
      begin--;
    }
    return Arrays.copyOfRange(learnt, begin, learnt.length);
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
