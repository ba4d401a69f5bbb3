package dev.rlhf.trainer.sft;

import dev.rlhf.contract.Documents;
import dev.rlhf.trainer.checkpoint.DurableFiles;
import dev.rlhf.trainer.generate.Generator;
import dev.rlhf.trainer.generate.SamplingSettings;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.tokens.EncodedDialogue;
import dev.rlhf.trainer.tokens.SpecialTokens;
import dev.rlhf.trainer.tokens.Tokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** {@code samples.jsonl}: prompts of demonstrations, and the likeliest answers of the model. */
final class Samples {
  private static final int ROWS = 4;
  private static final int NEW_TOKENS = 64;

  /** One line. */
  private record Sample(String prompt, String answer) {}

  private Samples() {}

  static void write(
      Path file,
      Transformer model,
      HuggingFaceFolder source,
      Tokenizer tokenizer,
      List<EncodedDialogue> rows)
      throws IOException {
    int newTokens = Math.min(NEW_TOKENS, model.config().maxPositions() / 2);
    List<long[]> prompts =
        rows.stream()
            .map(EncodedDialogue::prompt)
            .filter(prompt -> prompt.length + newTokens <= model.config().maxPositions())
            .limit(ROWS)
            .toList();
    Generator generator = new Generator(model, SpecialTokens.read(source.path()).endOfSequence());
    List<long[]> answers = generator.generate(prompts, new SamplingSettings(newTokens, 0, 1, 1, 0));
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < prompts.size(); i++) {
      Sample sample =
          new Sample(tokenizer.decode(prompts.get(i)), tokenizer.decode(answers.get(i)));
      lines.append(Documents.jsonLine(sample)).append('\n');
    }
    DurableFiles.write(file, lines.toString().getBytes(StandardCharsets.UTF_8));
  }
}
