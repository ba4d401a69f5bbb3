package dev.rlhf.trainer.ppo;

import dev.rlhf.contract.Documents;
import dev.rlhf.trainer.checkpoint.DurableFiles;
import dev.rlhf.trainer.tokens.Tokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** {@code samples.jsonl}: what the policy has lately answered, and how that was liked. */
final class PpoSamples {
  private static final int ROWS = 4;

  /** One line. */
  private record Sample(long step, String prompt, String answer, double reward) {}

  private PpoSamples() {}

  static void write(Path file, long step, Iteration iteration, Tokenizer tokenizer)
      throws IOException {
    String lines =
        iteration.experiences().stream()
            .limit(ROWS)
            .map(experience -> Documents.jsonLine(sample(step, experience, tokenizer)) + "\n")
            .collect(Collectors.joining());
    DurableFiles.write(file, lines.getBytes(StandardCharsets.UTF_8));
  }

  private static Sample sample(long step, Experience experience, Tokenizer tokenizer) {
    Rollout rollout = experience.scored().rollout();
    return new Sample(
        step,
        tokenizer.decode(rollout.prompt()),
        tokenizer.decode(rollout.answer()),
        experience.scored().reward());
  }
}
