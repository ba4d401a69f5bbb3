package dev.rlhf.trainer.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.rlhf.trainer.tensor.CounterRandom;
import dev.rlhf.trainer.tensor.TorchModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One batch while it is continued: the rows still unfinished, and their caches. */
final class GeneratingBatch implements AutoCloseable {

  /** Of what {@link Generation} gives, how many tell of the tokens that were drawn. */
  private static final int DRAWN = 3;

  private final NDManager owner;
  private final Map<String, NDArray> weights;
  private final TorchModule module;
  private final SamplingSettings settings;
  private final PaddedBatch batch;
  private final boolean scored;
  private final List<DrawnTokens> answers = new ArrayList<>();
  private List<Integer> live = new ArrayList<>();

  /** Owns {@link #state}; replaced by each call. */
  private NDManager scope;

  /** Occurred [B, V] and caches, after the last call. */
  private NDList state;

  /** What it allocates is freed with it or with {@code owner}. */
  GeneratingBatch(
      NDManager owner,
      Map<String, NDArray> weights,
      TorchModule module,
      SamplingSettings settings,
      boolean scored,
      PaddedBatch batch) {
    this.owner = owner;
    this.weights = weights;
    this.module = module;
    this.settings = settings;
    this.scored = scored;
    this.batch = batch;
    this.scope = owner.newSubManager();
    for (int row = 0; row < batch.size(); row++) {
      live.add(row);
      answers.add(new DrawnTokens());
    }
  }

  int live() {
    return live.size();
  }

  boolean isUnfinished() {
    return !live.isEmpty();
  }

  /** Draws the first token, or up to {@code steps} further ones, and drops the rows that end. */
  void proceed(int steps, Set<Long> endOfSequence) {
    int drawn = state == null ? 0 : answers.get(live.get(0)).size();
    int count = state == null ? 1 : Math.min(steps, settings.maxNewTokens() - drawn);
    NDManager next = owner.newSubManager();
    NDList result = state == null ? begin(next) : feed(next, drawn, count);
    replace(next, result.subNDList(DRAWN));
    take(result, count, endOfSequence);
  }

  private NDList begin(NDManager next) {
    return module.call(
        "begin",
        next,
        weights,
        batch.ids(scope),
        lengths(0),
        uniforms(0, 1),
        settings.temperature(),
        settings.topP(),
        settings.repetitionPenalty(),
        scored,
        batch.width() + settings.maxNewTokens());
  }

  private NDList feed(NDManager next, int drawn, int count) {
    return module.call(
        "proceed",
        next,
        weights,
        lastTokens(),
        lengths(drawn - 1),
        uniforms(drawn, count),
        settings.temperature(),
        settings.topP(),
        settings.repetitionPenalty(),
        scored,
        state.get(0),
        state.subNDList(1));
  }

  private NDArray lastTokens() {
    return scope.create(live.stream().mapToLong(row -> answers.get(row).last()).toArray());
  }

  private NDArray lengths(int drawn) {
    return scope.create(
        live.stream().mapToLong(row -> batch.sequences().get(row).length + drawn).toArray());
  }

  /** Uniforms [B, K], the same for a row whatever batch it is in. */
  private NDArray uniforms(int drawn, int count) {
    double[] uniforms = new double[live.size() * count];
    for (int i = 0; i < uniforms.length; i++) {
      int row = batch.rows().get(live.get(i / count));
      uniforms[i] =
          CounterRandom.of(settings.seed()).at("next token").at(row).uniform(drawn + i % count);
    }
    return scope.create(uniforms, new Shape(live.size(), count));
  }

  private void take(NDList result, int count, Set<Long> endOfSequence) {
    long[] tokens = result.get(0).toLongArray();
    float[] logProbs = result.get(1).toFloatArray();
    float[] entropies = result.get(2).toFloatArray();
    List<Integer> going = new ArrayList<>();
    List<Long> kept = new ArrayList<>();
    for (int i = 0; i < live.size(); i++) {
      DrawnTokens answer = answers.get(live.get(i));
      boolean ended = false;
      for (int k = 0; k < count && !ended; k++) {
        int at = i * count + k;
        answer.add(tokens[at]);
        if (scored) {
          answer.score(logProbs[at], entropies[at]);
        }
        ended = endOfSequence.contains(tokens[at]);
      }
      if (!ended && answer.size() < settings.maxNewTokens()) {
        going.add(live.get(i));
        kept.add((long) i);
      }
    }
    boolean dropped = going.size() < live.size();
    live = going;
    if (dropped && isUnfinished()) {
      NDManager next = owner.newSubManager();
      NDArray rows = scope.create(kept.stream().mapToLong(Long::longValue).toArray());
      replace(next, module.call("keep_rows", next, state, rows));
    }
  }

  private void replace(NDManager next, NDList result) {
    scope.close();
    scope = next;
    state = result;
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
