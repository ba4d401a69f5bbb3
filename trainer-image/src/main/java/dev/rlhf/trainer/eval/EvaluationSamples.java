package dev.rlhf.trainer.eval;

import dev.rlhf.contract.Documents;
import dev.rlhf.trainer.checkpoint.DurableFiles;
import dev.rlhf.trainer.tokens.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@code samples.jsonl}: every held-out prompt with both answers and what scorers say of them. */
public final class EvaluationSamples {

  /**
   * One line.
   *
   * @param prompt what the user said last
   */
  public record Sample(String prompt, Said sft, Said ppo) {}

  /** One model's answer, with its scores by scorer. */
  public record Said(String answer, Map<String, Double> scores) {}

  private EvaluationSamples() {}

  static void write(ModelComparison comparison, Path file) throws IOException {
    String lines =
        IntStream.range(0, comparison.sft().answers().size())
            .mapToObj(row -> Documents.jsonLine(sample(comparison, row)) + "\n")
            .collect(Collectors.joining());
    DurableFiles.write(file, lines.getBytes(StandardCharsets.UTF_8));
  }

  private static Sample sample(ModelComparison comparison, int row) {
    List<Message> asked = comparison.sft().answers().get(row).prompt().messages();
    return new Sample(
        asked.get(asked.size() - 1).content(),
        said(comparison.sft(), row),
        said(comparison.ppo(), row));
  }

  private static Said said(ModelAnswers model, int row) {
    Map<String, Double> scores = new LinkedHashMap<>();
    model.scores().forEach((scorer, values) -> scores.put(scorer, values[row]));
    return new Said(model.answers().get(row).text(), scores);
  }
}
