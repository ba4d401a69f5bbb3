package dev.rlhf.trainer.ppo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * How the rollouts of an iteration are gone through once: optimizer step by optimizer step, each in
 * micro-batches of like length.
 *
 * @param steps of each, its micro-batches, of each, its rollouts
 */
public record EpochPlan(List<List<List<Integer>>> steps) {

  /**
   * Cuts an order of rollouts into optimizer steps, the last of which may be smaller, and sorts
   * within each, so that little is padding.
   *
   * @param lengths tokens of each rollout
   */
  static EpochPlan of(int[] order, int[] lengths, int batchSize, int microBatchSize) {
    List<Integer> rows = Arrays.stream(order).boxed().toList();
    List<List<List<Integer>>> steps = new ArrayList<>();
    for (List<Integer> step : cut(rows, batchSize)) {
      Comparator<Integer> longestFirst = Comparator.comparingInt(row -> -lengths[row]);
      steps.add(cut(step.stream().sorted(longestFirst).toList(), microBatchSize));
    }
    return new EpochPlan(steps);
  }

  private static List<List<Integer>> cut(List<Integer> rows, int size) {
    List<List<Integer>> parts = new ArrayList<>();
    for (int from = 0; from < rows.size(); from += size) {
      parts.add(rows.subList(from, Math.min(from + size, rows.size())));
    }
    return parts;
  }
}
