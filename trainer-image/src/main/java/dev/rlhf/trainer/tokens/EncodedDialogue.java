package dev.rlhf.trainer.tokens;

import java.util.Arrays;

/**
 * A dialogue's ids.
 *
 * @param ids of the whole dialogue
 * @param learnt places of the ids that are learnt, ascending; never the first
 * @param truncated whether its end was cut off
 */
public record EncodedDialogue(int[] ids, int[] learnt, boolean truncated) {

  /** How many ids it has. */
  public int length() {
    return ids.length;
  }

  /** How many ids are learnt. */
  public int responseTokens() {
    return learnt.length;
  }

  /**
   * The places of the last answer, its end included. Between answers stands the other's turn, so
   * that the places of one follow one another.
   */
  public int[] lastAnswer() {
    int begin = learnt.length - 1;
    while (begin > 0 && learnt[begin - 1] == learnt[begin] - 1) {
      begin--;
    }
    return Arrays.copyOfRange(learnt, begin, learnt.length);
  }

  /** The ids before the first answer. */
  public long[] prompt() {
    return Arrays.stream(ids, 0, learnt[0]).asLongStream().toArray();
  }
}
