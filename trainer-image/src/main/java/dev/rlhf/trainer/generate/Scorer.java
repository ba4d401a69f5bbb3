package dev.rlhf.trainer.generate;

import ai.djl.ndarray.NDManager;
import dev.rlhf.trainer.model.Scoring;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.tensor.Lanes;
import dev.rlhf.trainer.tensor.TorchModule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;

/** Log-probabilities of given sequences under a model. */
public final class Scorer {

  private final Transformer model;
  private final TorchModule module;
  private final Runnable beforeEachCall;
  private final Lanes lanes;

  public Scorer(Transformer model) {
    this(model, () -> {});
  }

  /** {@code beforeEachCall} is run before each native call, and throws to give up. */
  public Scorer(Transformer model, Runnable beforeEachCall) {
    this.model = model;
    this.beforeEachCall = beforeEachCall;
    module = model.compile(new Scoring());
    lanes = Lanes.of(model.manager());
  }

  /**
   * The natural logarithm of the probability of each token given those before it, from the second
   * token on; in the order of {@code sequences}, none of which is empty.
   */
  public List<float[]> score(List<long[]> sequences) {
    List<float[]> scores = new ArrayList<>(Collections.nCopies(sequences.size(), null));
    for (PaddedBatch batch : PaddedBatch.cut(sequences, CallWork.of(model).tokens())) {
      beforeEachCall.run();
      lanes.forEach(batch.deal(lanes), part -> fill(scores, part));
    }
    return scores;
  }

  private void fill(List<float[]> scores, PaddedBatch batch) {
    float[] logProbs = score(batch);
    int from = 0;
    for (int row = 0; row < batch.size(); row++) {
      int count = batch.sequences().get(row).length - 1;
      scores.set(batch.rows().get(row), Arrays.copyOfRange(logProbs, from, from + count));
      from += count;
    }
  }

  private float[] score(PaddedBatch batch) {
    LongStream.Builder positions = LongStream.builder();
    LongStream.Builder targets = LongStream.builder();
    for (int row = 0; row < batch.size(); row++) {
      long[] sequence = batch.sequences().get(row);
      for (int t = 1; t < sequence.length; t++) {
        positions.add((long) row * batch.width() + t - 1);
        targets.add(sequence[t]);
      }
    }
    if (batch.width() < 2) {
      return new float[0];
    }
    try (NDManager scope = model.manager().newSubManager()) {
      return module
          .call(
              "score",
              scope,
              model.weights(),
              batch.ids(scope),
              scope.create(positions.build().toArray()),
              scope.create(targets.build().toArray()))
          .singletonOrThrow()
          .toFloatArray();
    }
  }
}
