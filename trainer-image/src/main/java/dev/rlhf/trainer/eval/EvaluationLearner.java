package dev.rlhf.trainer.eval;

import ai.djl.ndarray.NDManager;
import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.Documents;
import dev.rlhf.plan.EvalSettings;
import dev.rlhf.plan.Stage;
import dev.rlhf.trainer.checkpoint.DurableFiles;
import dev.rlhf.trainer.generate.RewardScorer;
import dev.rlhf.trainer.generate.Scorer;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.stage.Learner;
import dev.rlhf.trainer.stage.StageContext;
import dev.rlhf.trainer.tensor.CounterRandom;
import dev.rlhf.trainer.tokens.SpecialTokens;
import dev.rlhf.trainer.tokens.Tokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Evaluation as a stage of one step, after which the report is its checkpoint. */
final class EvaluationLearner implements Learner {
  private final EvaluationModels models;
  private final HeldOut heldOut;
  private final List<AnswerScorer> others;
  private final Interviewer interviewer;
  private final CounterRandom random;
  private final Transformer sft;
  private final Transformer ppo;
  private final Transformer rm;
  private EvaluationReport report;
  private ModelComparison comparison;

  EvaluationLearner(
      StageContext stage,
      EvaluationModels models,
      HeldOut heldOut,
      Tokenizer tokenizer,
      NDManager manager)
      throws IOException {
    this.models = models;
    this.heldOut = heldOut;
    EvalSettings settings = stage.config().settings(EvalSettings.class);
    random = CounterRandom.of(stage.config().seed()).at(Stage.EVAL.id());
    interviewer =
        new Interviewer(
            heldOut.prompts(),
            settings,
            tokenizer,
            SpecialTokens.read(models.sft().folder()).endOfSequence(),
            random.at("answers").bits(0));
    others =
        Scorers.of(
            stage.config(),
            heldOut,
            models.sft().folder(),
            manager,
            GivenUpException.when(stage.interruption()::isRequested));
    sft = models.load(Stage.SFT, manager);
    ppo = models.load(Stage.PPO, manager);
    rm = models.load(Stage.RM, manager);
  }

  @Override
  public long totalSteps() {
    return 1;
  }

  @Override
  public Optional<Step> step(long number, BooleanSupplier givenUp) {
    try {
      List<Answer> before = interviewer.ask(sft, givenUp);
      List<Answer> after = interviewer.ask(ppo, givenUp);
      compare(before, after, GivenUpException.when(givenUp));
      return Optional.of(
          new Step(EvaluationFigures.of(report), tokens(before) + tokens(after), summary()));
    } catch (GivenUpException e) {
      return Optional.empty();
    }
  }

  private void compare(List<Answer> before, List<Answer> after, Runnable patience) {
    RewardScorer rewards = new RewardScorer(rm, patience);
    Scorer reference = new Scorer(sft, patience);
    Scorer policy = new Scorer(ppo, patience);
    List<AnswerScorer> scorers = new ArrayList<>(List.of(new RewardModelScorer(rewards)));
    scorers.addAll(others);
    comparison =
        new ModelComparison(
            ModelAnswers.judge(models.sft().folder().toString(), before, reference, scorers),
            ModelAnswers.judge(models.ppo().folder().toString(), after, policy, scorers),
            AnswerLogProbs.of(after, reference));
    Bootstrap bootstrap = new Bootstrap(random.at("bootstrap"));
    Measured measured = Measured.of(heldOut, reference, policy, rewards, bootstrap);
    report = comparison.report(measured, bootstrap);
  }

  private static long tokens(List<Answer> answers) {
    return answers.stream().mapToLong(answer -> answer.sequence().length).sum();
  }

  private String summary() {
    Interval gain = report.scores().get(RewardModelScorer.NAME).difference();
    return "PPO's reward less SFT's is %.3f, 95 %% from %.3f to %.3f"
        .formatted(gain.mean(), gain.low(), gain.high());
  }

  /** A report and some texts. */
  @Override
  public long checkpointBytes() {
    return 0;
  }

  @Override
  public void save(Path folder) throws IOException {
    DurableFiles.write(
        folder.resolve(EvaluationReport.FILE),
        Documents.json(report).getBytes(StandardCharsets.UTF_8));
    EvaluationSamples.write(comparison, folder.resolve(CheckpointLayout.SAMPLES));
  }

  @Override
  public void close() {
    sft.close();
    ppo.close();
    rm.close();
    others.forEach(AnswerScorer::close);
  }
}
