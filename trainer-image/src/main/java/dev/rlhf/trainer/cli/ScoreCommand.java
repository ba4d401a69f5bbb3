package dev.rlhf.trainer.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.trainer.generate.Scorer;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.LlamaModel;
import dev.rlhf.trainer.tokens.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code score}: the log-probability of each token of a text. */
@Command(
    name = "score",
    description =
        "Reads rows {\"text\": ...} or {\"tokens\": [...]} and writes {\"tokens\": [...], \"logprobs\": [...]}:"
            + " the natural logarithm of each token's probability given those before it, from the second on.")
public final class ScoreCommand extends ModelCommand {

  @Override
  String textField() {
    return "text";
  }

  @Override
  int newTokens() {
    return 0;
  }

  @Override
  List<ObjectNode> run(
      HuggingFaceFolder folder, LlamaModel model, Tokenizer tokenizer, List<long[]> rows) {
    List<float[]> scores = new Scorer(model).score(rows);
    List<ObjectNode> output = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      ObjectNode row = JsonLines.row();
      ArrayNode tokens = row.putArray("tokens");
      for (long token : rows.get(i)) {
        tokens.add(token);
      }
      ArrayNode logProbs = row.putArray("logprobs");
      for (float logProb : scores.get(i)) {
        logProbs.add(logProb);
      }
      output.add(row);
    }
    return output;
  }
}
