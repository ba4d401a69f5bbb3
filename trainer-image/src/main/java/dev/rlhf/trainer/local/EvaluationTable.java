package dev.rlhf.trainer.local;

import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.Documents;
import dev.rlhf.trainer.eval.EvaluationReport;
import dev.rlhf.trainer.eval.EvaluationReport.Comparison;
import dev.rlhf.trainer.eval.EvaluationReport.Pairs;
import dev.rlhf.trainer.eval.EvaluationSamples.Said;
import dev.rlhf.trainer.eval.EvaluationSamples.Sample;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An evaluation for people: SFT and PPO side by side, and a few of their answers. */
record EvaluationTable(EvaluationReport report, List<Sample> samples) {
  private static final int SHOWN = 3;
  static final String ROW = "%-16s  %-26s  %-26s  %s%n";

  static EvaluationTable read(Path checkpoint) throws IOException {
    return new EvaluationTable(
        Documents.read(
            Files.readAllBytes(checkpoint.resolve(EvaluationReport.FILE)), EvaluationReport.class),
        JsonRows.read(checkpoint.resolve(CheckpointLayout.SAMPLES), Sample.class));
  }

  void print(PrintStream out) {
    out.printf(
        "SFT and PPO answer the same %d held-out prompts; [95 %% intervals].%n%n",
        report.prompts());
    out.printf(ROW, "", "SFT", "PPO", "PPO - SFT, prompt by prompt");
    report.scores().forEach((scorer, comparison) -> printScore(out, scorer, comparison));
    printModels(out);
    out.printf("%n%-16s  %s%n", "KL(PPO, SFT)", kl());
    if (report.pairs() != null) {
      out.printf("%-16s  %s%n", "reward model", pairs(report.pairs()));
    }
    new CostTable(report).print(out);
    out.printf("%n%-16s  %s%n", "SFT's model", report.sft().folder());
    out.printf("%-16s  %s%n%n", "PPO's model", report.ppo().folder());
    shown().forEach(sample -> printSample(out, sample));
  }

  private void printScore(PrintStream out, String scorer, Comparison comparison) {
    var shares = comparison.winTieLose();
    out.printf(
        ROW,
        scorer,
        IntervalText.decimals(report.sft().scores().get(scorer)),
        IntervalText.decimals(report.ppo().scores().get(scorer)),
        "%s; better %s, same %s, worse %s"
            .formatted(
                IntervalText.decimals(comparison.difference()),
                IntervalText.percent(shares.win()),
                IntervalText.percent(shares.tie()),
                IntervalText.percent(shares.lose())));
  }

  private void printModels(PrintStream out) {
    var sft = report.sft();
    var ppo = report.ppo();
    printRow(
        out,
        "answer's tokens",
        IntervalText.tenths(sft.responseLength()),
        IntervalText.tenths(ppo.responseLength()));
    printRow(
        out,
        "cut off",
        IntervalText.percent(sft.truncatedRate()),
        IntervalText.percent(ppo.truncatedRate()));
    printRow(
        out,
        "perplexity",
        IntervalText.decimals(sft.perplexity()),
        IntervalText.decimals(ppo.perplexity()));
  }

  private static void printRow(PrintStream out, String what, String sft, String ppo) {
    out.printf("%-16s  %-26s  %s%n", what, sft, ppo);
  }

  private String kl() {
    return "%s nats per token, %s per answer"
        .formatted(
            IntervalText.decimals(report.kl().perToken()),
            IntervalText.decimals(report.kl().perAnswer()));
  }

  private static String pairs(Pairs pairs) {
    return "right in %s of %d held-out pairs; the longer answer is the better one in %s"
        .formatted(
            IntervalText.percent(pairs.accuracy()),
            pairs.pairs(),
            IntervalText.percent(pairs.longerWins()));
  }

  /** Evenly spaced ones: neighbours ask alike. */
  private List<Sample> shown() {
    int count = Math.min(SHOWN, samples.size());
    return IntStream.range(0, count)
        .mapToObj(i -> samples.get(i * samples.size() / count))
        .toList();
  }

  private static void printSample(PrintStream out, Sample sample) {
    out.println(sample.prompt());
    printAnswer(out, "SFT", sample.sft());
    printAnswer(out, "PPO", sample.ppo());
    out.println();
  }

  private static void printAnswer(PrintStream out, String model, Said said) {
    String scores =
        said.scores().entrySet().stream()
            .map(score -> score.getKey() + " " + IntervalText.decimals(score.getValue()))
            .collect(Collectors.joining(", "));
    out.printf("  %s (%s): %s%n", model, scores, said.answer());
  }
}
