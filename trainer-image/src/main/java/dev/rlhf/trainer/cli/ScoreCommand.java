package dev.rlhf.trainer.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.trainer.generate.RewardScorer;
import dev.rlhf.trainer.generate.Scorer;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.tokens.Tokenizer;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code score}: the log-probability of each token of a text, or the reward of the text. */
@Command(
    name = "score",
    description =
        "Reads rows {\"text\": ...} or {\"tokens\": [...]} and writes {\"tokens\": [...], \"logprobs\": [...]}:"
            + " the natural logarithm of each token's probability given those before it, from the second on."
            + " A reward model writes {\"tokens\": [...], \"reward\": ...}, the reward at the last token.")
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
      HuggingFaceFolder folder, Transformer model, Tokenizer tokenizer, List<long[]> rows) {
    List<ObjectNode> output = rows.stream().map(ScoreCommand::tokens).toList();
    switch (folder.config().architecture()) {
      case LANGUAGE_MODEL -> addLogProbs(output, new Scorer(model).score(rows));
      case REWARD_MODEL -> addRewards(output, new RewardScorer(model).rewards(rows));
    }
    return output;
  }

  private static ObjectNode tokens(long[] ids) {
    ObjectNode row = JsonLines.row();
    ArrayNode tokens = row.putArray("tokens");
    for (long token : ids) {
      tokens.add(token);
    }
    return row;
  }

  private static void addLogProbs(List<ObjectNode> output, List<float[]> scores) {
    for (int i = 0; i < output.size(); i++) {
      ArrayNode logProbs = output.get(i).putArray("logprobs");
      for (float logProb : scores.get(i)) {
        logProbs.add(logProb);
      }
    }
  }

  private static void addRewards(List<ObjectNode> output, float[] rewards) {
    for (int i = 0; i < output.size(); i++) {
      output.get(i).put("reward", rewards[i]);
    }
  }
}
