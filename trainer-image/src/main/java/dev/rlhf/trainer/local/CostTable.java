package dev.rlhf.trainer.local;

import dev.rlhf.trainer.eval.EvaluationReport;
import dev.rlhf.trainer.eval.EvaluationReport.Accuracy;
import dev.rlhf.trainer.eval.EvaluationReport.Texts;
import dev.rlhf.trainer.eval.EvaluationReport.Understanding;
import dev.rlhf.trainer.eval.Interval;
import java.io.PrintStream;

/** What PPO costs, for people: questions answered right and texts predicted, before and after. */
record CostTable(EvaluationReport report) {

  void print(PrintStream out) {
    if (report.understanding() != null) {
      print(out, report.understanding());
    }
    if (report.texts() != null) {
      print(out, report.texts());
    }
  }

  private static void print(PrintStream out, Understanding understanding) {
    out.printf("%n" + EvaluationTable.ROW, "", "SFT", "PPO", "SFT - PPO, question by question");
    print(out, "right answers", understanding.bySum());
    print(out, "by length", understanding.byLength());
    out.printf(
        "%-16s  %s of %d multiple-choice questions%n",
        "guessing", IntervalText.percent(understanding.chance()), understanding.questions());
  }

  private static void print(PrintStream out, String rule, Accuracy accuracy) {
    out.printf(
        EvaluationTable.ROW,
        rule,
        IntervalText.percent(accuracy.sft()),
        IntervalText.percent(accuracy.ppo()),
        IntervalText.percent(accuracy.decline())
            + ": "
            + verdict(accuracy.decline(), 0, "a decline", "a gain"));
  }

  private static void print(PrintStream out, Texts texts) {
    out.printf("%n" + EvaluationTable.ROW, "", "SFT", "PPO", "PPO / SFT, text by text");
    out.printf(
        EvaluationTable.ROW,
        "text perplexity",
        IntervalText.decimals(texts.sft()),
        IntervalText.decimals(texts.ppo()),
        IntervalText.decimals(texts.ratio())
            + ": "
            + verdict(texts.ratio(), 1, "PPO predicts worse", "PPO predicts better"));
    out.printf("%-16s  %d, of %d predicted tokens%n", "texts", texts.texts(), texts.tokens());
  }

  private static String verdict(Interval interval, int neutral, String above, String below) {
    if (interval.isAbove(neutral)) {
      return above;
    }
    return interval.high() < neutral ? below : "not distinguishable from " + neutral;
  }
}
