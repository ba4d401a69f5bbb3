package dev.rlhf.trainer.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.ExitCode;
import dev.rlhf.contract.StageResult;
import dev.rlhf.plan.DataSet;
import dev.rlhf.plan.EvalSettings;
import dev.rlhf.plan.Input;
import dev.rlhf.plan.NamedInput;
import dev.rlhf.plan.Parent;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.checkpoint.ModelDigest;
import dev.rlhf.trainer.checkpoint.Verification;
import dev.rlhf.trainer.stage.StageContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationStageTest {
  @TempDir private Path root;
  private EvaluationFixture stage;

  @BeforeEach
  void open() throws IOException {
    stage = EvaluationFixture.in(root);
  }

  @Test
  void leavesTheReportAndTheAnswersOfBothModels() throws Exception {
    EvalSettings settings = EvaluationFixture.settings(EvaluationFixture.gold("gold"));

    assertThat(stage.run(stage.config(settings, EvaluationFixture.HELD_OUT), 1))
        .isEqualTo(ExitCode.DONE);

    StageResult result = stage.terminationMessage();
    assertThat(result.checkpoint()).isEqualTo(Verification.of(stage.checkpoint(1)).reference(root));
    assertThat(result.parents())
        .containsOnlyKeys("sft", "rm", "ppo")
        .containsEntry("ppo", ModelDigest.of(stage.folder(Stage.PPO)));
    EvaluationReport report = stage.report(1);
    assertThat(report.prompts()).isEqualTo(8);
    assertThat(report.pairs().pairs()).isEqualTo(22);
    assertThat(report.scores()).containsOnlyKeys("rm_score", "gold");
    assertThat(report.kl().perToken()).isNotZero();
    assertThat(result.figures())
        .containsEntry("rm_score_difference", report.scores().get("rm_score").difference().mean())
        .containsEntry("gold_ppo_low", report.ppo().scores().get("gold").low());
    List<JsonNode> samples = stage.samples(1);
    assertThat(samples).hasSize(8);
    assertThat(samples)
        .extracting(row -> row.at("/ppo/scores/rm_score").asDouble())
        .doesNotHaveDuplicates();
    assertThat(samples.stream().mapToDouble(row -> row.at("/ppo/scores/gold").asDouble()))
        .allMatch(score -> score >= 0 && score <= 1);
  }

  @Test
  void oneSeedGivesTheSameBytes() throws IOException {
    StageConfig config = stage.config(EvaluationFixture.settings(), EvaluationFixture.ROWS);
    stage.run(config, 1);
    Files.delete(stage.checkpoint(1).resolve(CheckpointLayout.MANIFEST));

    assertThat(stage.run(config, 2)).isEqualTo(ExitCode.DONE);

    for (String file : List.of(EvaluationReport.FILE, CheckpointLayout.SAMPLES)) {
      assertThat(stage.checkpoint(2).resolve(file))
          .hasSameBinaryContentAs(stage.checkpoint(1).resolve(file));
    }
  }

  @Test
  void aModelBesideItselfIsNoBetterAndNoWorse() throws IOException {
    Parent sft = new Parent(stage.folder(Stage.SFT).toString(), null);
    StageConfig config =
        with(
            stage.config(EvaluationFixture.settings(), EvaluationFixture.ROWS),
            Map.of(Stage.PPO, sft));

    assertThat(stage.run(config, 1)).isEqualTo(ExitCode.DONE);

    EvaluationReport report = stage.report(1);
    EvaluationReport.Comparison rm = report.scores().get("rm_score");
    assertThat(rm.difference()).isEqualTo(new Interval(0, 0, 0));
    assertThat(rm.winTieLose()).isEqualTo(new WinTieLose(0, 1, 0));
    assertThat(report.kl()).isEqualTo(new EvaluationReport.Kl(new Interval(0, 0, 0), 0));
  }

  @Test
  void aStageThatIsDoneAsksNothingAgain() throws IOException {
    StageConfig config = stage.config(EvaluationFixture.settings(), EvaluationFixture.ROWS);
    stage.run(config, 1);
    StageResult first = stage.terminationMessage();

    assertThat(stage.run(config, 2)).isEqualTo(ExitCode.DONE);

    assertThat(stage.terminationMessage().checkpoint()).isEqualTo(first.checkpoint());
    assertThat(stage.checkpoint(2)).doesNotExist();
  }

  @Test
  void withoutPairsNothingIsSaidOfThem() throws IOException {
    StageConfig config = stage.config(EvaluationFixture.settings(), EvaluationFixture.ROWS);
    Map<DataSet, Input> prompts = Map.of(DataSet.PROMPTS, EvaluationFixture.ROWS);

    stage.run(stage.config(EvaluationFixture.settings(), prompts, config.parents()), 1);

    assertThat(stage.report(1).pairs()).isNull();
    assertThat(stage.checkpoint(1).resolve(EvaluationReport.FILE))
        .content()
        .doesNotContain("pairs");
    assertThat(stage.terminationMessage().figures()).doesNotContainKey("rm_accuracy");
  }

  @Test
  void measuresWhatPpoCosts() throws Exception {
    StageConfig config = stage.config(EvaluationFixture.settings(), EvaluationFixture.ROWS);
    Map<DataSet, Input> data = new EnumMap<>(config.data());
    data.put(DataSet.UNDERSTANDING, EvaluationFixture.row("questions.jsonl"));
    data.put(DataSet.TEXTS, EvaluationFixture.row("texts.jsonl"));

    stage.run(stage.config(EvaluationFixture.settings(), data, config.parents()), 1);

    EvaluationReport report = stage.report(1);
    assertThat(report.understanding().questions()).isEqualTo(12);
    assertThat(report.understanding().chance()).isBetween(0.2, 0.5);
    assertThat(report.texts().texts()).isEqualTo(6);
    assertThat(report.texts().ratio().mean())
        .isCloseTo(report.texts().ppo().mean() / report.texts().sft().mean(), within(1e-9))
        .isNotEqualTo(1);
    assertThat(stage.terminationMessage().figures())
        .containsEntry(
            "understanding_decline_high", report.understanding().bySum().decline().high())
        .containsEntry("text_perplexity_ratio", report.texts().ratio().mean());
    assertThat(Verification.of(stage.checkpoint(1)).manifest().data())
        .containsOnlyKeys("prompts", "preferences", "understanding", "texts");
  }

  @Test
  void refusesWhatCannotBeCompared() throws IOException {
    StageConfig config = stage.config(EvaluationFixture.settings(), EvaluationFixture.ROWS);
    Map<Stage, Parent> parents = new EnumMap<>(config.parents());
    parents.remove(Stage.RM);
    assertRefused(
        stage.config(EvaluationFixture.settings(), config.data(), parents),
        "parents.rm is missing: write the path of the checkpoint that stage eval starts from");
    assertRefused(
        with(config, Map.of(Stage.RM, config.parents().get(Stage.SFT))), "holds a language model");
    assertRefused(
        with(config, Map.of(Stage.PPO, config.parents().get(Stage.RM))), "holds a reward model");
    Path file = stage.folder(Stage.PPO).resolve("tokenizer.json");
    Files.writeString(file, Files.readString(file).replaceFirst("\"content\": ?\"<", "$0other"));
    assertRefused(config, "differ (added_tokens of tokenizer.json)");
  }

  @Test
  void refusesAnswersThatNoModelCouldRead() throws IOException {
    EvalSettings long256 = new EvalSettings(8, 256, 0.8, 0.9, 1.1, List.of());
    assertRefused(
        stage.config(long256, EvaluationFixture.ROWS),
        "evaluation.maxResponseLength is 256, but the models read only 256 tokens");
  }

  @Test
  void refusesScorersThatCannotJudge() throws IOException {
    NamedInput gold = EvaluationFixture.gold("gold");
    assertRefused(
        stage.config(EvaluationFixture.settings(gold), EvaluationFixture.ROWS),
        "demo://gold judges answers to demo://prompts and demo://held-out-prompts, not to");
    assertRefused(
        stage.config(EvaluationFixture.settings(gold, gold), EvaluationFixture.HELD_OUT),
        "two scorers are called gold: give each of evaluation.scorers a name of its own");
    assertRefused(
        stage.config(
            EvaluationFixture.settings(EvaluationFixture.gold("perplexity")),
            EvaluationFixture.HELD_OUT),
        "a scorer cannot be called perplexity");
    assertRefused(
        stage.config(
            EvaluationFixture.settings(new NamedInput("gold", "demo://silver", null)),
            EvaluationFixture.HELD_OUT),
        "demo://silver is no scorer: write demo://gold or the uri of a reward model in evaluation.scorers");
  }

  @Test
  void leavesNoCheckpointWhereItIsInterrupted() throws IOException {
    StageConfig config = stage.config(EvaluationFixture.settings(), EvaluationFixture.ROWS);
    StageContext context = stage.context(config);
    Files.createDirectories(context.folder());
    context.interruption().request();

    assertThat(new Evaluation().run(context)).isFalse();

    assertThat(stage.checkpoint(1)).doesNotExist();
  }

  private static StageConfig with(StageConfig config, Map<Stage, Parent> others) {
    Map<Stage, Parent> parents = new EnumMap<>(config.parents());
    parents.putAll(others);
    return new EvaluationFixture(Path.of(config.root()))
        .config((EvalSettings) config.settings(), config.data(), parents);
  }

  private void assertRefused(StageConfig config, String message) throws IOException {
    assertThat(stage.run(config, 1)).isEqualTo(ExitCode.INVALID);
    assertThat(stage.terminationMessage().message()).contains(message).hasLineCount(1);
    assertThat(stage.checkpoint(1)).doesNotExist();
  }
}
