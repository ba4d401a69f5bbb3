package dev.rlhf.plan;

import dev.rlhf.manifest.Evaluation;
import dev.rlhf.manifest.Scorer;
import java.util.List;
import java.util.function.Function;

/**
 * The settings of evaluation, every one resolved; the sampler's defaults are the paper's (section
 * 5.2).
 *
 * @param samples prompts that are answered
 * @param maxResponseLength tokens of an answer
 * @param scorers what scores answers beside the reward model
 */
public record EvalSettings(
    int samples,
    int maxResponseLength,
    double temperature,
    double topP,
    double repetitionPenalty,
    List<NamedInput> scorers)
    implements StageSettings {

  public EvalSettings {
    scorers = List.copyOf(scorers);
  }

  /** The stage's settings, with a default for each that the manifest leaves out. */
  static EvalSettings of(Evaluation stage, Function<Scorer, NamedInput> input) {
    return new EvalSettings(
        Default.of(stage.samples(), 200),
        Default.of(stage.maxResponseLength(), 128),
        Default.of(stage.temperature(), 0.8),
        Default.of(stage.topP(), 0.9),
        Default.of(stage.repetitionPenalty(), 1.1),
        Default.of(stage.scorers(), List.<Scorer>of()).stream().map(input).toList());
  }

  @Override
  public List<String> paths() {
    return scorers.stream().map(NamedInput::path).toList();
  }
}
