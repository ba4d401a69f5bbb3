package dev.rlhf.trainer.eval;

import dev.rlhf.trainer.generate.Scorer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * -log p of whole texts under a model as a language model: of each text the sum over all its tokens
 * but the first, in nats.
 *
 * <p>A long text is read in windows, each of which begins with the last token of the one before, so
 * that every token is predicted once.
 */
record TextLogProbs(double[] negated, int[] tokens) {

  /** Tokens of a window at most, so that one native call lasts seconds. */
  private static final int WIDEST = 1024;

  /**
   * Has a model predict texts.
   *
   * @param positions tokens that it can read
   */
  static TextLogProbs of(List<long[]> texts, Scorer model, int positions) {
    return ofWindows(texts, model, Math.min(positions, WIDEST));
  }

  static TextLogProbs ofWindows(List<long[]> texts, Scorer model, int width) {
    List<long[]> windows = new ArrayList<>();
    List<Integer> owners = new ArrayList<>();
    for (int text = 0; text < texts.size(); text++) {
      for (long[] window : windows(texts.get(text), width)) {
        windows.add(window);
        owners.add(text);
      }
    }
    List<float[]> scores = model.score(windows);
    double[] negated = new double[texts.size()];
    for (int window = 0; window < windows.size(); window++) {
      float[] logProbs = scores.get(window);
      negated[owners.get(window)] -= LastTokens.sum(logProbs, logProbs.length);
    }
    return new TextLogProbs(negated, texts.stream().mapToInt(ids -> ids.length - 1).toArray());
  }

  static List<long[]> windows(long[] ids, int width) {
    List<long[]> windows = new ArrayList<>();
    for (int from = 0; from < ids.length - 1; from += width - 1) {
      windows.add(Arrays.copyOfRange(ids, from, Math.min(from + width, ids.length)));
    }
    return windows;
  }

  /** exp of the mean of -log p of a token; another draw of texts would change it. */
  Interval perplexity(Bootstrap bootstrap) {
    return bootstrap.ratio(negated, weights()).map(Math::exp);
  }

  /** This perplexity over another model's on the same texts. */
  Interval perplexityOver(TextLogProbs other, Bootstrap bootstrap) {
    double[] more =
        IntStream.range(0, negated.length)
            .mapToDouble(text -> negated[text] - other.negated[text])
            .toArray();
    return bootstrap.ratio(more, weights()).map(Math::exp);
  }

  int allTokens() {
    return Arrays.stream(tokens).sum();
  }

  private double[] weights() {
    return Arrays.stream(tokens).asDoubleStream().toArray();
  }
}
