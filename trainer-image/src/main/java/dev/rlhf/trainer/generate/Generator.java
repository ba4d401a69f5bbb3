package dev.rlhf.trainer.generate;

import ai.djl.ndarray.NDManager;
import dev.rlhf.trainer.model.DecodingWeights;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.tensor.Lanes;
import dev.rlhf.trainer.tensor.TorchModule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntUnaryOperator;

/** Continues prompts with a model, batched, with a key/value cache. */
public final class Generator {

  private final Transformer model;
  private final TorchModule module;
  private final Set<Long> endOfSequence;
  private final Lanes lanes;

  /** {@code endOfSequence} are the ids that end a continuation; there may be none. */
  public Generator(Transformer model, Set<Long> endOfSequence) {
    this.model = model;
    this.endOfSequence = Set.copyOf(endOfSequence);
    module = model.compile(new Generation());
    lanes = Lanes.of(model.manager());
  }

  /**
   * The continuations of {@code prompts}, in their order, each with the id that ended it. No prompt
   * is empty, and with the new tokens none exceeds the model's positions.
   */
  public List<long[]> generate(List<long[]> prompts, SamplingSettings settings) {
    return generate(prompts, settings, () -> false).orElseThrow();
  }

  /** The same, or nothing where {@code givenUp}, asked between native calls, says so. */
  public Optional<List<long[]>> generate(
      List<long[]> prompts, SamplingSettings settings, BooleanSupplier givenUp) {
    return draw(prompts, settings, false, givenUp)
        .map(drawn -> drawn.stream().map(Drawn::ids).toList());
  }

  /**
   * The same with what the model says of each token, where that is asked for; the settings are then
   * to leave the whole distribution as it is but for the temperature.
   */
  public Optional<List<Drawn>> draw(
      List<long[]> prompts, SamplingSettings settings, boolean scored, BooleanSupplier givenUp) {
    if (scored && !settings.isWhole()) {
      throw new IllegalArgumentException("log-probabilities of another distribution: " + settings);
    }
    CallWork work = CallWork.of(model);
    List<Drawn> continuations = new ArrayList<>(Collections.nCopies(prompts.size(), null));
    try (NDManager scope = model.manager().newSubManager()) {
      DecodingWeights weights = model.forDecoding(scope);
      for (PaddedBatch batch : PaddedBatch.cut(prompts, mostRows(settings))) {
        List<PaddedBatch> dealt = batch.deal(lanes);
        int tokens = Math.max(1, work.tokens() / dealt.size());
        List<GeneratingBatch> parts =
            dealt.stream()
                .map(
                    rows ->
                        new GeneratingBatch(scope, weights, module, settings, scored, rows, tokens))
                .toList();
        if (!finish(parts, work, givenUp)) {
          return Optional.empty();
        }
        parts.forEach(part -> part.collect(continuations));
        parts.forEach(GeneratingBatch::close);
      }
    }
    return Optional.of(continuations);
  }

  /** Rows of a batch by the width of its prompts. */
  private IntUnaryOperator mostRows(SamplingSettings settings) {
    BatchBounds bounds = new BatchBounds(model.config().size());
    return width -> bounds.mostContinued((long) width + settings.maxNewTokens());
  }

  private boolean finish(List<GeneratingBatch> parts, CallWork work, BooleanSupplier givenUp) {
    List<GeneratingBatch> unfinished = parts;
    while (!unfinished.isEmpty()) {
      if (givenUp.getAsBoolean()) {
        return false;
      }
      lanes.forEach(unfinished, part -> part.proceed(work.steps(part.live()), endOfSequence));
      unfinished = unfinished.stream().filter(GeneratingBatch::isUnfinished).toList();
    }
    return true;
  }
}
