package dev.rlhf.trainer.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.model.DecodingWeights;
import dev.rlhf.trainer.tensor.CounterRandom;
import dev.rlhf.trainer.tensor.TorchModule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * One batch while it is continued: the rows still unfinished, and their caches.
 *
 * <p>Its prompts are read in pieces, and then continued together: what a row costs for each token
 * is mostly to read the weights, which all rows share.
 */
final class GeneratingBatch implements AutoCloseable {

  private final NDManager owner;
  private final DecodingWeights weights;
  private final TorchModule module;
  private final SamplingSettings settings;
  private final PaddedBatch batch;
  private final boolean scored;
  private final Queue<PaddedBatch> unread;
  private final List<DrawnTokens> answers = new ArrayList<>();
  private List<Integer> live;

  /** Owns {@link #state}; replaced where rows are dropped. */
  private NDManager scope;

  /**
   * Occurred [B, V] and caches of the live rows, written in place; none before a prompt is read.
   */
  private NDList state = new NDList();

  /**
   * What it allocates is freed with it or with {@code owner}.
   *
   * @param tokens of prompts that are read at a time
   */
  GeneratingBatch(
      NDManager owner,
      DecodingWeights weights,
      TorchModule module,
      SamplingSettings settings,
      boolean scored,
      PaddedBatch batch,
      int tokens) {
    this.owner = owner;
    this.weights = weights;
    this.module = module;
    this.settings = settings;
    this.scored = scored;
    this.batch = batch;
    unread = new ArrayDeque<>(PaddedBatch.cut(batch.sequences(), tokens));
    live = IntStream.range(0, batch.size()).boxed().toList();
    live.forEach(row -> answers.add(new DrawnTokens()));
    scope = owner.newSubManager();
  }

  int live() {
    return live.size();
  }

  boolean isUnfinished() {
    return !live.isEmpty();
  }

  /**
   * Reads a piece of the prompts and draws the first token of each, or, after the last piece, draws
   * up to {@code steps} further tokens of all. Rows that end are dropped.
   */
  void proceed(int steps, Set<Long> endOfSequence) {
    try (NDManager call = owner.newSubManager()) {
      if (unread.isEmpty()) {
        int drawn = answers.get(live.get(0)).size();
        int count = Math.min(steps, settings.maxNewTokens() - drawn);
        take(feed(call, drawn, count), live, count, endOfSequence);
      } else {
        PaddedBatch piece = unread.remove();
        take(read(call, piece), piece.rows(), 1, endOfSequence);
      }
    }
    if (unread.isEmpty()) {
      drop(endOfSequence);
    }
  }

  private NDList read(NDManager call, PaddedBatch piece) {
    if (state.isEmpty()) {
      state =
          module.call(
              "room",
              scope,
              weights.sequences(),
              batch.size(),
              batch.width() + settings.maxNewTokens(),
              settings.repetitionPenalty());
    }
    return module.call(
        "begin",
        call,
        weights.sequences(),
        piece.ids(call),
        lengths(call, piece.rows(), 0),
        uniforms(call, piece.rows(), 0, 1),
        settings.temperature(),
        settings.topP(),
        settings.repetitionPenalty(),
        scored,
        piece.rows().get(0),
        state);
  }

  private NDList feed(NDManager call, int drawn, int count) {
    return module.call(
        "proceed",
        call,
        weights.rows(),
        call.create(live.stream().mapToLong(row -> answers.get(row).last()).toArray()),
        lengths(call, live, drawn - 1),
        uniforms(call, live, drawn, count),
        settings.temperature(),
        settings.topP(),
        settings.repetitionPenalty(),
        scored,
        state);
  }

  private NDArray lengths(NDManager call, List<Integer> rows, int drawn) {
    return call.create(
        rows.stream().mapToLong(row -> batch.sequences().get(row).length + drawn).toArray());
  }

  /** Uniforms [B, K], the same for a row whatever batch it is in. */
  private NDArray uniforms(NDManager call, List<Integer> rows, int drawn, int count) {
    double[] uniforms = new double[rows.size() * count];
    for (int i = 0; i < uniforms.length; i++) {
      int row = batch.rows().get(rows.get(i / count));
      uniforms[i] =
          CounterRandom.of(settings.seed()).at("next token").at(row).uniform(drawn + i % count);
    }
    return call.create(uniforms, new Shape(rows.size(), count));
  }

  private void take(NDList result, List<Integer> rows, int count, Set<Long> endOfSequence) {
    long[] tokens = result.get(0).toLongArray();
    float[] logProbs = result.get(1).toFloatArray();
    float[] entropies = result.get(2).toFloatArray();
    for (int i = 0; i < rows.size(); i++) {
      DrawnTokens answer = answers.get(rows.get(i));
      int at = i * count;
      do {
        answer.add(tokens[at]);
        if (scored) {
          answer.score(logProbs[at], entropies[at]);
        }
        at++;
      } while (at < (i + 1) * count && isGoingOn(answer, endOfSequence));
    }
  }

  private void drop(Set<Long> endOfSequence) {
    long[] kept =
        IntStream.range(0, live.size())
            .filter(i -> isGoingOn(answers.get(live.get(i)), endOfSequence))
            .asLongStream()
            .toArray();
    if (kept.length == live.size()) {
      return;
    }
    live = LongStream.of(kept).mapToObj(i -> live.get((int) i)).toList();
    NDManager next = owner.newSubManager();
    state =
        isUnfinished() ? module.call("keep_rows", next, state, next.create(kept)) : new NDList();
    scope.close();
    scope = next;
  }

  private boolean isGoingOn(DrawnTokens answer, Set<Long> endOfSequence) {
    return answer.size() < settings.maxNewTokens() && !endOfSequence.contains(answer.last());
  }

  /** Puts each answer where its prompt stands. */
  void collect(List<Drawn> continuations) {
    for (int row = 0; row < batch.size(); row++) {
      continuations.set(batch.rows().get(row), answers.get(row).all());
    }
  }

  @Override
  public void close() {
    scope.close();
  }
}
