package dev.rlhf.trainer.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.trainer.generate.Generator;
import dev.rlhf.trainer.generate.SamplingSettings;
import dev.rlhf.trainer.model.Architecture;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.tokens.SpecialTokens;
import dev.rlhf.trainer.tokens.Tokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code generate}: continuations of prompts. */
@Command(
    name = "generate",
    description =
        "Reads rows {\"prompt\": ...} or {\"tokens\": [...]} and writes {\"tokens\": [...], \"text\": ...}"
            + " of the continuation, which ends with an end-of-sequence token or after --max-new-tokens.")
public final class GenerateCommand extends ModelCommand {

  @Option(
      names = "--max-new-tokens",
      required = true,
      paramLabel = "N",
      description = "Longest continuation.")
  private int maxNewTokens;

  @Option(
      names = "--temperature",
      defaultValue = "0",
      paramLabel = "T",
      description = "Divides the logits; 0 takes the likeliest token. Default: ${DEFAULT-VALUE}.")
  private double temperature;

  @Option(
      names = "--top-p",
      defaultValue = "1",
      paramLabel = "P",
      description = "Draws from the likeliest tokens of this share. Default: ${DEFAULT-VALUE}.")
  private double topP;

  @Option(
      names = "--repetition-penalty",
      defaultValue = "1",
      paramLabel = "R",
      description = "Above 1, makes repeated tokens less likely. Default: ${DEFAULT-VALUE}.")
  private double repetitionPenalty;

  @Option(
      names = "--seed",
      defaultValue = "0",
      paramLabel = "S",
      description = "Same seed, same continuations. Default: ${DEFAULT-VALUE}.")
  private long seed;

  private SamplingSettings settings() {
    return new SamplingSettings(maxNewTokens, temperature, topP, repetitionPenalty, seed);
  }

  @Override
  String textField() {
    return "prompt";
  }

  @Override
  int newTokens() {
    return settings().maxNewTokens();
  }

  @Override
  void check(HuggingFaceFolder folder) {
    folder.expect(Architecture.LANGUAGE_MODEL);
  }

  @Override
  List<ObjectNode> run(
      HuggingFaceFolder folder, Transformer model, Tokenizer tokenizer, List<long[]> rows)
      throws IOException {
    SpecialTokens special = SpecialTokens.read(folder.path());
    Generator generator = new Generator(model, special.endOfSequence());
    List<ObjectNode> output = new ArrayList<>();
    for (long[] continuation : generator.generate(rows, settings())) {
      ObjectNode row = JsonLines.row();
      ArrayNode tokens = row.putArray("tokens");
      for (long token : continuation) {
        tokens.add(token);
      }
      if (tokenizer != null) {
        row.put("text", tokenizer.decode(continuation));
      }
      output.add(row);
    }
    return output;
  }
}
