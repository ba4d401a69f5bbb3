package dev.rlhf.trainer.eval;

/**
 * How often one model's answer scores higher than the other's, on the same prompts.
 *
 * @param win share of prompts on which the first one scores higher
 * @param tie share on which both score the same
 * @param lose share on which the first one scores lower
 */
public record WinTieLose(double win, double tie, double lose) {

  /**
   * Compares scores prompt by prompt.
   *
   * @throws IllegalArgumentException when the numbers of scores differ or are zero
   */
  public static WinTieLose of(double[] first, double[] second) {
    if (first.length != second.length || first.length == 0) {
      throw new IllegalArgumentException(
          "%d scores cannot be compared with %d".formatted(first.length, second.length));
    }
    int wins = 0;
    int losses = 0;
    for (int prompt = 0; prompt < first.length; prompt++) {
      wins += first[prompt] > second[prompt] ? 1 : 0;
      losses += first[prompt] < second[prompt] ? 1 : 0;
    }
    double n = first.length;
    return new WinTieLose(wins / n, (n - wins - losses) / n, losses / n);
  }
}
