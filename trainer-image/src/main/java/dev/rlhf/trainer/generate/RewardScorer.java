package dev.rlhf.trainer.generate;

import ai.djl.ndarray.NDManager;
import dev.rlhf.trainer.model.RewardHead;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.tensor.Lanes;
import dev.rlhf.trainer.tensor.TorchModule;
import java.util.List;

/** Rewards of given sequences, each at its last token. */
public final class RewardScorer {

  private final Transformer model;
  private final TorchModule module;
  private final Runnable beforeEachCall;
  private final Lanes lanes;

  public RewardScorer(Transformer model) {
    this(model, () -> {});
  }

  /** {@code beforeEachCall} is run before each native call, and throws to give up. */
  public RewardScorer(Transformer model, Runnable beforeEachCall) {
    this.model = model;
    this.beforeEachCall = beforeEachCall;
    module = model.compile(new RewardHead());
    lanes = Lanes.of(model.manager());
  }

  /** In the order of {@code sequences}, none of which is empty. */
  public float[] rewards(List<long[]> sequences) {
    float[] rewards = new float[sequences.size()];
    for (PaddedBatch batch : PaddedBatch.cut(sequences, CallWork.of(model).tokens())) {
      beforeEachCall.run();
      lanes.forEach(batch.deal(lanes), part -> fill(rewards, part));
    }
    return rewards;
  }

  private void fill(float[] rewards, PaddedBatch batch) {
    float[] part = rewards(batch);
    for (int row = 0; row < batch.size(); row++) {
      rewards[batch.rows().get(row)] = part[row];
    }
  }

  private float[] rewards(PaddedBatch batch) {
    long[] lengths = batch.sequences().stream().mapToLong(ids -> ids.length).toArray();
    try (NDManager scope = model.manager().newSubManager()) {
      return module
          .call("rewards", scope, model.weights(), batch.ids(scope), scope.create(lengths))
          .singletonOrThrow()
          .toFloatArray();
    }
  }
}
