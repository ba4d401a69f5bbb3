package dev.rlhf.trainer.eval;

import dev.rlhf.trainer.tokens.Prompt;
import java.util.stream.LongStream;

/**
 * What a model said to a prompt.
 *
 * @param promptIds the prompt as token ids
 * @param ids the answer as token ids, the end-of-sequence token included where there is one
 * @param text the answer without special tokens
 * @param ended whether the model ended it, and not the bound on its length
 */
public record Answer(Prompt prompt, long[] promptIds, long[] ids, String text, boolean ended) {

  /** The ids of both. */
  long[] sequence() {
    return LongStream.concat(LongStream.of(promptIds), LongStream.of(ids)).toArray();
  }
}
