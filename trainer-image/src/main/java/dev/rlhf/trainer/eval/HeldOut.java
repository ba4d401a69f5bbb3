package dev.rlhf.trainer.eval;

import dev.rlhf.contract.Digest;
import dev.rlhf.plan.DataSet;
import dev.rlhf.plan.EvalSettings;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.data.EncodedPair;
import dev.rlhf.trainer.data.EncodedPrompt;
import dev.rlhf.trainer.data.EncodedQuestion;
import dev.rlhf.trainer.data.HeldOutTexts;
import dev.rlhf.trainer.data.Preferences;
import dev.rlhf.trainer.data.Prompts;
import dev.rlhf.trainer.data.Questions;
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
 * What no stage has seen. Of what no file was given there is none.
 *
 * @param prompts the first ones of their file
 * @param pairs all of their file that fit
 * @param positions tokens that the models can read
 * @param digests of the files, by name
 */
record HeldOut(
    List<EncodedPrompt> prompts,
    List<EncodedPair> pairs,
    List<EncodedQuestion> questions,
    List<long[]> texts,
    int positions,
    Map<String, String> digests) {

  /** Reads the rows of a file. */
  @FunctionalInterface
  private interface Reader<T> {
    List<T> read(Path file) throws IOException;
  }

  /** The files of a stage, whose digests are taken as they are read. */
  private record Files(StageContext stage, Inputs inputs, Map<String, String> digests) {

    <T> List<T> read(DataSet set, Reader<T> reader) throws IOException {
      Path file = inputs.data(stage.config(), set);
      digests.put(set.id(), Digest.of(file));
      return reader.read(file);
    }

    <T> List<T> readIfGiven(DataSet set, Reader<T> reader) throws IOException {
      return stage.config().data().containsKey(set) ? read(set, reader) : List.of();
    }
  }

  /**
   * Reads them.
   *
   * @param positions tokens that the models can read
   * @throws InvalidInputException naming the rows that are wrong or too long
   */
  static HeldOut read(StageContext stage, Path model, Tokenizer tokenizer, int positions)
      throws IOException {
    EvalSettings settings = stage.config().settings(EvalSettings.class);
    int room = roomForPrompts(settings, positions);
    DialogueEncoder encoder =
        DialogueEncoder.of(model, tokenizer, stage.config().chatFormat(), Integer.MAX_VALUE);
    Files files = new Files(stage, new Inputs(stage.folder().resolve("inputs")), new TreeMap<>());
    List<EncodedPrompt> asked =
        files.read(DataSet.PROMPTS, file -> Prompts.read(file, encoder::encode, room).rows());
    return new HeldOut(
        asked.subList(0, Math.min(settings.samples(), asked.size())),
        files.readIfGiven(
            DataSet.PREFERENCES, file -> Preferences.read(file, encoder::encode, positions).rows()),
        files.readIfGiven(
            DataSet.UNDERSTANDING, file -> Questions.read(file, encoder::encode, positions).rows()),
        files.readIfGiven(DataSet.TEXTS, file -> HeldOutTexts.read(file, tokenizer::encode).rows()),
        positions,
        files.digests());
  }

  private static int roomForPrompts(EvalSettings settings, int positions) {
    if (settings.maxResponseLength() >= positions) {
      throw new InvalidInputException(
          "evaluation.maxResponseLength is %d, but the models read only %d tokens: write less, so that prompts have room"
              .formatted(settings.maxResponseLength(), positions));
    }
    return positions - settings.maxResponseLength();
  }
}
