package dev.rlhf.trainer.generate;

import java.util.Arrays;

/** A growing continuation: token ids, and where they are asked for their scores. */
final class DrawnTokens {

  private long[] ids = new long[16];
  private float[] logProbs = new float[0];
  private float[] entropies = new float[0];
  private int size;
  private int scored;

  void add(long id) {
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, 2 * size);
    }
    ids[size++] = id;
  }

  /** What the model said of the token that was added last. */
  void score(float logProb, float entropy) {
    if (scored == logProbs.length) {
      logProbs = Arrays.copyOf(logProbs, ids.length);
      entropies = Arrays.copyOf(entropies, ids.length);
    }
    logProbs[scored] = logProb;
    entropies[scored++] = entropy;
  }

  long last() {
    return ids[size - 1];
  }

  int size() {
    return size;
  }

  Drawn all() {
    return new Drawn(
        Arrays.copyOf(ids, size),
        Arrays.copyOf(logProbs, scored),
        Arrays.copyOf(entropies, scored));
  }
}
