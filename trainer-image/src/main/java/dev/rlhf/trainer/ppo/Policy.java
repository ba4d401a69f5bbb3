package dev.rlhf.trainer.ppo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.rlhf.trainer.data.MicroBatch;
import dev.rlhf.trainer.model.Activations;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.sft.SftLoss;
import dev.rlhf.trainer.tensor.TorchModule;
import java.util.List;
import java.util.Map;

/** A language model as a policy: states are texts, actions the tokens that follow. */
final class Policy {

  private final Transformer model;
  private final TorchModule module;
  private final double temperature;

  /** The log-probabilities of actions, and the entropy of what they were drawn from. */
  record Scores(List<float[]> logProbs, List<float[]> entropies) {

    /** Of some rows. */
    Scores of(List<Integer> rows) {
      return new Scores(
          rows.stream().map(logProbs::get).toList(), rows.stream().map(entropies::get).toList());
    }
  }

  /** Sums over a micro-batch, each times the loss's scale; the deviation is a maximum. */
  record Gains(double loss, double clipped, double approxKl, double deviation) {

    static final Gains NONE = new Gains(0, 0, 0, 0);

    Gains and(Gains other) {
      return new Gains(
          loss + other.loss,
          clipped + other.clipped,
          approxKl + other.approxKl,
          Math.max(deviation, other.deviation));
    }
  }

  Policy(Transformer model, double temperature, Activations activations) {
    this.model = model;
    this.temperature = temperature;
    module = model.compile(activations, new PolicyScoring(), new PolicyGradients(), new SftLoss());
  }

  Transformer model() {
    return model;
  }

  Scores score(AnswerBatch batch) {
    try (NDManager scope = model.manager().newSubManager()) {
      NDList scores = score(batch, true, scope);
      return new Scores(
          batch.split(scores.get(0).toFloatArray()), batch.split(scores.get(1).toFloatArray()));
    }
  }

  /** The log-probabilities of actions alone. */
  List<float[]> logProbs(AnswerBatch batch) {
    try (NDManager scope = model.manager().newSubManager()) {
      return batch.split(score(batch, false, scope).get(0).toFloatArray());
    }
  }

  private NDList score(AnswerBatch batch, boolean entropies, NDManager scope) {
    return module.call(
        "score_actions",
        scope,
        model.weights(),
        batch.ids(scope),
        batch.positions(scope),
        batch.actions(scope),
        temperature,
        entropies);
  }

  /**
   * Adds the gradient of scale * sum of -log p over the learnt tokens of texts; gives that loss.
   */
  double addGradients(Map<String, NDArray> gradients, MicroBatch texts, double scale) {
    try (NDManager scope = model.manager().newSubManager()) {
      return module
          .callWithGradients(
              "sft_gradients",
              scope,
              model.weights(),
              gradients,
              texts.ids(scope),
              texts.positions(scope),
              texts.targets(scope),
              scale)
          .singletonOrThrow()
          .getFloat();
    }
  }

  /** Adds the gradient of a micro-batch; {@code old} and {@code advantages} go by its tokens. */
  Gains addGradients(
      Map<String, NDArray> gradients,
      AnswerBatch batch,
      float[] old,
      float[] advantages,
      double epsilon,
      double entropyCoefficient,
      double scale) {
    try (NDManager scope = model.manager().newSubManager()) {
      float[] sums =
          module
              .callWithGradients(
                  "policy_gradients",
                  scope,
                  model.weights(),
                  gradients,
                  batch.ids(scope),
                  batch.positions(scope),
                  batch.actions(scope),
                  scope.create(old),
                  scope.create(advantages),
                  temperature,
                  epsilon,
                  entropyCoefficient,
                  scale)
              .singletonOrThrow()
              .toFloatArray();
      return new Gains(sums[0], sums[1], sums[2], sums[3]);
    }
  }
}
