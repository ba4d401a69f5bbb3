package dev.rlhf.trainer.tokens;

/**
 * A stretch of a dialogue's text that is encoded on its own.
 *
 * <p>A prompt is encoded apart from its answer, so that the tokens a model was trained after are
 * the very tokens it meets when it is asked.
 *
 * @param response whether the model says it: only then is it learnt
 * @param ends whether the end-of-sequence token follows it, as a token of the same kind
 */
public record Segment(String text, boolean response, boolean ends) {

  static Segment context(String text) {
    return new Segment(text, false, false);
  }

  static Segment answer(String text, boolean ends) {
    return new Segment(text, true, ends);
  }
}
