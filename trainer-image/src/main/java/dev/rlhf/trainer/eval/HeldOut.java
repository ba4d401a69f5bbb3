package dev.rlhf.trainer.eval;

import dev.rlhf.contract.Digest;
import dev.rlhf.plan.DataSet;
import dev.rlhf.plan.EvalSettings;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.data.EncodedPair;
import dev.rlhf.trainer.data.EncodedPrompt;
import dev.rlhf.trainer.data.Preferences;
import dev.rlhf.trainer.data.Prompts;
import dev.rlhf.trainer.stage.Inputs;
import dev.rlhf.trainer.stage.StageContext;
import dev.rlhf.trainer.tokens.DialogueEncoder;
import dev.rlhf.trainer.tokens.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What no stage has seen.
 *
 * @param prompts the first ones of their file
 * @param pairs all of their file that fit; none where no file was given
 * @param digests of the files, by name
 */
record HeldOut(List<EncodedPrompt> prompts, List<EncodedPair> pairs, Map<String, String> digests) {

  /**
   * Reads them.
   *
   * @param positions tokens that the models can read
   * @throws InvalidInputException naming the rows that are wrong or too long
   */
  static HeldOut read(StageContext stage, Path model, Tokenizer tokenizer, int positions)
      throws IOException {
    EvalSettings settings = stage.config().settings(EvalSettings.class);
    if (settings.maxResponseLength() >= positions) {
      throw new InvalidInputException(
          "evaluation.maxResponseLength is %d, but the models read only %d tokens: write less, so that prompts have room"
              .formatted(settings.maxResponseLength(), positions));
    }
    Inputs inputs = new Inputs(stage.folder().resolve("inputs"));
    DialogueEncoder encoder =
        DialogueEncoder.of(model, tokenizer, stage.config().chatFormat(), Integer.MAX_VALUE);
    Map<String, String> digests = new TreeMap<>();
    Path prompts = inputs.data(stage.config(), DataSet.PROMPTS);
    digests.put(DataSet.PROMPTS.id(), Digest.of(prompts));
    List<EncodedPrompt> asked =
        Prompts.read(prompts, encoder::encode, positions - settings.maxResponseLength()).rows();
    List<EncodedPair> pairs = List.of();
    if (stage.config().data().containsKey(DataSet.PREFERENCES)) {
      Path rows = inputs.data(stage.config(), DataSet.PREFERENCES);
      digests.put(DataSet.PREFERENCES.id(), Digest.of(rows));
      pairs = Preferences.read(rows, encoder::encode, positions).rows();
    }
    return new HeldOut(
        asked.subList(0, Math.min(settings.samples(), asked.size())), pairs, digests);
  }
}
