package dev.rlhf.trainer.ppo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Rollouts side by side, padded on the right, and where their answers are.
 *
 * <p>Everything goes by lengths: what a padded place holds never matters.
 *
 * @param width T, the tokens of the longest
 */
record AnswerBatch(List<Rollout> rollouts, int width) {

  static AnswerBatch of(List<Rollout> rollouts) {
    return new AnswerBatch(
        List.copyOf(rollouts), rollouts.stream().mapToInt(Rollout::length).max().orElseThrow());
  }

  /** Token ids [B, T]. */
  NDArray ids(NDManager scope) {
    long[] ids = new long[rollouts.size() * width];
    for (int row = 0; row < rollouts.size(); row++) {
      Rollout rollout = rollouts.get(row);
      int start = row * width;
      System.arraycopy(rollout.prompt(), 0, ids, start, rollout.prompt().length);
      System.arraycopy(
          rollout.answer(), 0, ids, start + rollout.prompt().length, rollout.answer().length);
    }
    return scope.create(ids, new Shape(rollouts.size(), width));
  }

  /** The flat positions [N] that answer tokens are predicted at: each one before its token. */
  NDArray positions(NDManager scope) {
    return scope.create(
        IntStream.range(0, rollouts.size())
            .boxed()
            .flatMapToLong(
                row -> {
                  Rollout rollout = rollouts.get(row);
                  long first = (long) row * width + rollout.prompt().length - 1;
                  return LongStream.range(first, first + rollout.answer().length);
                })
            .toArray());
  }

  /** The tokens [B] of each prompt and answer together. */
  NDArray lengths(NDManager scope) {
    return scope.create(rollouts.stream().mapToLong(Rollout::length).toArray());
  }

  /** The answers' tokens [N]. */
  NDArray actions(NDManager scope) {
    return scope.create(
        rollouts.stream().flatMapToLong(rollout -> Arrays.stream(rollout.answer())).toArray());
  }

  /** One number for each response token, by rollout. */
  List<float[]> split(float[] flat) {
    List<float[]> rows = new ArrayList<>();
    int start = 0;
    for (Rollout rollout : rollouts) {
      rows.add(Arrays.copyOfRange(flat, start, start + rollout.answer().length));
      start += rollout.answer().length;
    }
    return rows;
  }
}
