package dev.rlhf.trainer.memory;

import dev.rlhf.plan.EvalSettings;
import dev.rlhf.plan.LoraSettings;
import dev.rlhf.plan.PpoSettings;
import dev.rlhf.plan.RmSettings;
import dev.rlhf.plan.SftSettings;
import dev.rlhf.plan.StageSettings;
import dev.rlhf.trainer.model.Activations;
import dev.rlhf.trainer.model.ModelConfig;
import dev.rlhf.trainer.model.ModelSize;
import dev.rlhf.trainer.tensor.Lanes;
import java.util.Map;

/**
 * The peak of a stage's process, each sequence as long as the settings let it be.
 *
 * @param language the language model that the run starts from
 * @param reward the reward model, or the one that the language model becomes
 * @param positions tokens of the longest sequence that the models read
 * @param lanes that rows are dealt to, see {@link Lanes}
 */
public record StageMemory(ModelSize language, ModelSize reward, int positions, int lanes) {

  /**
   * What a process takes beside its tensors: Java, its heap, libraries, and what the C library's
   * allocator keeps as {@code ./rlhf} and the image set it; measured, see docs/performance.md.
   */
  static final long BASE_BYTES = 320L << 20;

  /**
   * With models of these configurations, which read what both can.
   *
   * @param lora of the adapters that learn in their weights' place; null where there are none
   */
  public static StageMemory of(
      ModelConfig language, ModelConfig reward, LoraSettings lora, int lanes) {
    int positions = Math.min(language.maxPositions(), reward.maxPositions());
    return new StageMemory(language.size(lora), reward.size(lora), positions, lanes);
  }

  /** What some rows take. */
  @FunctionalInterface
  private interface OfRows {
    MemoryEstimate of(long rows);
  }

  /** What gradients of some rows take. */
  @FunctionalInterface
  private interface GradientsOfRows {
    GradientMemory of(long rows);
  }

  /** Each lane has its share of a micro-batch's rows. */
  private MemoryEstimate inLanes(long rows, OfRows memory) {
    int busy = (int) Math.min(lanes, rows);
    return memory.of((rows + busy - 1) / busy).times(busy);
  }

  /** Each lane has buffers of its own. */
  private MemoryEstimate gradients(long rows, GradientsOfRows memory) {
    return inLanes(rows, share -> memory.of(share).peak());
  }

  public MemoryEstimate of(StageSettings settings) {
    return own(settings).and(new MemoryEstimate(Map.of(MemoryPart.BASE, BASE_BYTES)));
  }

  private MemoryEstimate own(StageSettings settings) {
    if (settings instanceof SftSettings sft) {
      return sft(sft);
    } else if (settings instanceof RmSettings rm) {
      return rm(rm);
    } else if (settings instanceof PpoSettings ppo) {
      return ppo(ppo);
    } else if (settings instanceof EvalSettings eval) {
      return eval(eval);
    }
    throw new IllegalArgumentException("no estimate for " + settings);
  }

  private MemoryEstimate sft(SftSettings settings) {
    long width = Math.min(settings.maxLength(), positions);
    long rows = Math.min(settings.microBatchSize(), settings.batchSize());
    boolean later = settings.batchSize() > rows;
    return learning(language).and(texts(settings, rows, width, later));
  }

  /** Gradients of texts all of whose tokens may be learnt. */
  private MemoryEstimate texts(StageSettings settings, long rows, long width, boolean later) {
    return gradients(
        rows,
        share ->
            speaking(settings, share, width, LearntTokens.byCrossEntropy(share * width), later));
  }

  private GradientMemory speaking(
      StageSettings settings, long rows, long width, LearntTokens tokens, boolean later) {
    return new GradientMemory(language, activations(settings), rows, width, tokens, later);
  }

  /** A head of the language model's own learns along, where the embedding is none. */
  private MemoryEstimate rm(RmSettings settings) {
    long width = Math.min(settings.maxLength(), positions);
    long pairs = Math.min(settings.microBatchSize(), settings.batchSize());
    boolean speaks = settings.lmLossCoefficient() > 0;
    ModelSize learns = speaks && !language.tied() ? reward.withHead() : reward;
    boolean later = settings.batchSize() > pairs;
    return learning(learns)
        .and(
            gradients(
                pairs,
                share ->
                    new GradientMemory(
                        learns,
                        activations(settings),
                        2 * share,
                        width,
                        speaks ? LearntTokens.byCrossEntropy(share * width) : LearntTokens.NONE,
                        later)));
  }

  /**
   * Answers are drawn first, then scored by the models that only answer, one after the other; then
   * critic and policy learn, one after the other.
   */
  private MemoryEstimate ppo(PpoSettings settings) {
    long width = Math.min(settings.maxLength(), positions);
    long answer = Math.min(settings.maxResponseLength(), width);
    long step = Math.min(settings.batchSize(), settings.rolloutBatchSize());
    long rows = Math.min(settings.microBatchSize(), step);
    boolean later = step > rows;
    MemoryEstimate drawing =
        new DrawingMemory(language, settings.rolloutBatchSize(), prompt(width, answer), answer)
            .peak();
    Activations kept = activations(settings);
    MemoryEstimate values =
        gradients(
            rows,
            share -> new GradientMemory(reward, kept, share, width, LearntTokens.NONE, later));
    MemoryEstimate actions =
        gradients(
            rows,
            share ->
                speaking(
                    settings,
                    share,
                    width,
                    LearntTokens.byLogProbabilities(share * answer),
                    later));
    if (settings.ptxCoefficient() > 0) {
      actions = actions.or(texts(settings, rows, width, true));
    }
    MemoryEstimate scoring =
        scoring(language, rows, width, answer).or(scoring(reward, rows, width, 0));
    return learning(language).and(learning(reward)).and(drawing.or(scoring).or(values).or(actions));
  }

  /** Under adapters the models that learn have the weights that are asked. */
  private MemoryEstimate scoring(ModelSize asked, long rows, long width, long answer) {
    return inLanes(rows, share -> new ScoringMemory(asked, share, width, share * answer).peak())
        .and(
            MemoryEstimate.NONE.withNumbers(
                MemoryPart.REFERENCE, asked.adapted() ? 0 : asked.parameters()));
  }

  private MemoryEstimate eval(EvalSettings settings) {
    long answer = Math.min(settings.maxResponseLength(), positions);
    return MemoryEstimate.NONE
        .withNumbers(MemoryPart.REFERENCE, 2 * language.parameters() + reward.parameters())
        .and(
            new DrawingMemory(language, settings.samples(), prompt(positions, answer), answer)
                .peak());
  }

  /** No prompt is empty; that answers leave it no room, the stage itself refuses. */
  private static long prompt(long width, long answer) {
    return Math.max(1, width - answer);
  }

  private static Activations activations(StageSettings settings) {
    return Activations.of(settings.recomputesActivations());
  }

  /** Under an adapter the weights themselves only answer; in PPO the reference's are the same. */
  private static MemoryEstimate learning(ModelSize model) {
    return MemoryEstimate.NONE
        .withNumbers(MemoryPart.WEIGHTS, model.learnt())
        .withNumbers(MemoryPart.REFERENCE, model.adapted() ? model.parameters() : 0)
        .withNumbers(MemoryPart.MOMENTS, 2 * model.learnt());
  }
}
