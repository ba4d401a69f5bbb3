package dev.rlhf.trainer.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.Lanes;
import dev.rlhf.trainer.tokens.EncodedDialogue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Dialogues that are computed at one time, padded on the right to the longest. */
public record MicroBatch(List<EncodedDialogue> rows) {

  public MicroBatch {
    rows = List.copyOf(rows);
  }

  /** Cuts a batch into parts of like length, so that little of them is padding. */
  public static List<MicroBatch> split(List<EncodedDialogue> batch, int size) {
    List<EncodedDialogue> sorted = new ArrayList<>(batch);
    sorted.sort(Comparator.comparingInt(EncodedDialogue::length).reversed());
    List<MicroBatch> parts = new ArrayList<>();
    for (int from = 0; from < sorted.size(); from += size) {
      parts.add(new MicroBatch(sorted.subList(from, Math.min(from + size, sorted.size()))));
    }
    return parts;
  }

  /** The pairs of a batch in parts of like length: chosen dialogues first, rejected ones after. */
  public static List<MicroBatch> splitPairs(List<EncodedPair> batch, int size) {
    List<EncodedPair> sorted = new ArrayList<>(batch);
    sorted.sort(Comparator.comparingInt(EncodedPair::length).reversed());
    List<MicroBatch> parts = new ArrayList<>();
    for (int from = 0; from < sorted.size(); from += size) {
      List<EncodedPair> part = sorted.subList(from, Math.min(from + size, sorted.size()));
      parts.add(
          ofPairs(
              part.stream().map(EncodedPair::chosen), part.stream().map(EncodedPair::rejected)));
    }
    return parts;
  }

  /** A part for each lane. */
  public List<MicroBatch> deal(Lanes lanes) {
    return lanes.deal(rows).stream().map(MicroBatch::new).toList();
  }

  /** A part for each lane, of pairs, each of which stays together. */
  public List<MicroBatch> dealPairs(Lanes lanes) {
    int pairs = rows.size() / 2;
    return lanes.deal(IntStream.range(0, pairs).boxed().toList()).stream()
        .map(
            part ->
                ofPairs(
                    part.stream().map(rows::get),
                    part.stream().map(pair -> rows.get(pairs + pair))))
        .toList();
  }

  private static MicroBatch ofPairs(
      Stream<EncodedDialogue> chosen, Stream<EncodedDialogue> rejected) {
    return new MicroBatch(Stream.concat(chosen, rejected).toList());
  }

  /** Ids of a row, padding included. */
  public int width() {
    return rows.stream().mapToInt(EncodedDialogue::length).max().orElseThrow();
  }

  /** Ids [B, T]; what pads is never looked at. */
  public NDArray ids(NDManager manager) {
    int width = width();
    long[] ids = new long[rows.size() * width];
    for (int b = 0; b < rows.size(); b++) {
      int[] row = rows.get(b).ids();
      for (int t = 0; t < row.length; t++) {
        ids[b * width + t] = row[t];
      }
    }
    return manager.create(ids, new Shape(rows.size(), width));
  }

  /** Lengths [B] of the rows without padding. */
  public NDArray lengths(NDManager manager) {
    return manager.create(rows.stream().mapToLong(EncodedDialogue::length).toArray());
  }

  /** Flat places [N] in [B * T] that predict what is learnt: each just before its target. */
  public NDArray positions(NDManager manager) {
    long[] positions = new long[responseTokens()];
    int n = 0;
    for (int b = 0; b < rows.size(); b++) {
      for (int place : rows.get(b).learnt()) {
        positions[n++] = (long) b * width() + place - 1;
      }
    }
    return manager.create(positions);
  }

  /** The ids [N] that are learnt. */
  public NDArray targets(NDManager manager) {
    long[] targets = new long[responseTokens()];
    int n = 0;
    for (EncodedDialogue row : rows) {
      for (int place : row.learnt()) {
        targets[n++] = row.ids()[place];
      }
    }
    return manager.create(targets);
  }

  private int responseTokens() {
    return rows.stream().mapToInt(EncodedDialogue::responseTokens).sum();
  }
}
