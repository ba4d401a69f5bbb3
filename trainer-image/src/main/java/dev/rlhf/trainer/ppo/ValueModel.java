package dev.rlhf.trainer.ppo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.rlhf.trainer.model.Activations;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.tensor.TorchModule;
import java.util.List;
import java.util.Map;

/** A model with a scalar head: the reward model, and the critic that starts as its copy. */
final class ValueModel {

  private final Transformer model;
  private final TorchModule module;

  /** Sums over a micro-batch, each times the loss's scale. */
  record Errors(double loss, double clipped) {

    static final Errors NONE = new Errors(0, 0);

    Errors and(Errors other) {
      return new Errors(loss + other.loss, clipped + other.clipped);
    }
  }

  ValueModel(Transformer model, Activations activations) {
    this.model = model;
    module = model.compile(activations, new ValueGradients());
  }

  Transformer model() {
    return model;
  }

  /** V(s_t) of the states that the answers' tokens follow. */
  List<float[]> values(AnswerBatch batch) {
    try (NDManager scope = model.manager().newSubManager()) {
      NDArray ids = batch.ids(scope);
      return batch.split(call("values_at", scope, ids, batch.positions(scope)));
    }
  }

  /** The rewards of whole answers, read at their last tokens. */
  float[] rewards(AnswerBatch batch) {
    try (NDManager scope = model.manager().newSubManager()) {
      return call("rewards", scope, batch.ids(scope), batch.lengths(scope));
    }
  }

  private float[] call(String method, NDManager scope, NDArray ids, NDArray where) {
    return module
        .call(method, scope, model.weights(), ids, where)
        .singletonOrThrow()
        .toFloatArray();
  }

  /** Adds the gradient of a micro-batch; {@code old} and {@code returns} go by its tokens. */
  Errors addGradients(
      Map<String, NDArray> gradients,
      AnswerBatch batch,
      float[] old,
      float[] returns,
      double epsilon,
      double scale) {
    try (NDManager scope = model.manager().newSubManager()) {
      float[] sums =
          module
              .callWithGradients(
                  "value_gradients",
                  scope,
                  model.weights(),
                  gradients,
                  batch.ids(scope),
                  batch.positions(scope),
                  scope.create(old),
                  scope.create(returns),
                  epsilon,
                  scale)
              .singletonOrThrow()
              .toFloatArray();
      return new Errors(sums[0], sums[1]);
    }
  }
}
