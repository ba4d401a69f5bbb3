package dev.rlhf.trainer.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.Lanes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Sequences of similar length side by side, padded on the right.
 *
 * @param rows where each sequence stands in the caller's list
 */
record PaddedBatch(List<Integer> rows, List<long[]> sequences) {

  private static final int MAX_ROWS = 64;

  /**
   * Sorts sequences by length, longest first, and cuts them into batches of at most {@code tokens}
   * tokens with padding; a longer sequence is a batch of its own.
   */
  static List<PaddedBatch> cut(List<long[]> sequences, int tokens) {
    return cut(sequences, width -> rows(tokens, width));
  }

  /** The same into batches of at most so many rows as the width of the first allows. */
  static List<PaddedBatch> cut(List<long[]> sequences, IntUnaryOperator mostRows) {
    List<Integer> order =
        IntStream.range(0, sequences.size())
            .boxed()
            .sorted(Comparator.comparingInt((Integer i) -> -sequences.get(i).length))
            .toList();
    List<PaddedBatch> batches = new ArrayList<>();
    for (int start = 0; start < order.size(); start += batches.get(batches.size() - 1).size()) {
      int width = Math.max(1, sequences.get(order.get(start)).length);
      int count = (int) share(order.size() - start, mostRows.applyAsInt(width));
      List<Integer> rows = order.subList(start, start + count);
      batches.add(new PaddedBatch(rows, rows.stream().map(sequences::get).toList()));
    }
    return batches;
  }

  /** Rows of {@code width} tokens in at most {@code tokens}. */
  static int rows(long tokens, long width) {
    return (int) Math.max(1, Math.min(MAX_ROWS, tokens / width));
  }

  /** Rows of the first of as few batches as there must be: none is left with a few rows. */
  static long share(long rows, int most) {
    long batches = (rows + most - 1) / most;
    return (rows + batches - 1) / batches;
  }

  /** A part for each lane. */
  List<PaddedBatch> deal(Lanes lanes) {
    return lanes.deal(IntStream.range(0, size()).boxed().toList()).stream().map(this::of).toList();
  }

  private PaddedBatch of(List<Integer> places) {
    return new PaddedBatch(
        places.stream().map(rows::get).toList(), places.stream().map(sequences::get).toList());
  }

  int size() {
    return rows.size();
  }

  int width() {
    return sequences.get(0).length;
  }

  /** Token ids [B, T]. */
  NDArray ids(NDManager manager) {
    long[] ids = new long[size() * width()];
    for (int row = 0; row < size(); row++) {
      long[] sequence = sequences.get(row);
      System.arraycopy(sequence, 0, ids, row * width(), sequence.length);
    }
    return manager.create(ids, new Shape(size(), width()));
  }
}
