package dev.rlhf.trainer.ppo;

/**
 * A prompt and the answer that the policy gave to it, as token ids.
 *
 * @param answer at least one token, the end-of-sequence token included where there is one
 * @param ended whether that token ended it, and not the bound on its length
 */
public record Rollout(long[] prompt, long[] answer, boolean ended) {

  /** Tokens of both. */
  public int length() {
    return prompt.length + answer.length;
  }
}
