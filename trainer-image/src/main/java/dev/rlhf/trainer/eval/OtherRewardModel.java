package dev.rlhf.trainer.eval;

import ai.djl.ndarray.NDManager;
import dev.rlhf.manifest.ChatFormat;
import dev.rlhf.plan.NamedInput;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.data.EncodedPrompt;
import dev.rlhf.trainer.generate.RewardScorer;
import dev.rlhf.trainer.model.Architecture;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.stage.Bases;
import dev.rlhf.trainer.tokens.Dialogue;
import dev.rlhf.trainer.tokens.DialogueEncoder;
import dev.rlhf.trainer.tokens.Message;
import dev.rlhf.trainer.tokens.Prompt;
import dev.rlhf.trainer.tokens.Role;
import dev.rlhf.trainer.tokens.SameTokenizer;
import dev.rlhf.trainer.tokens.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Another reward model as a scorer. It may have another tokenizer than the models that are
 * compared: it then reads the text of prompt and answer, in its own chat format.
 */
final class OtherRewardModel implements AnswerScorer {
  private final String name;
  private final HuggingFaceFolder folder;
  private final Transformer model;
  private final RewardScorer rewards;
  private final Optional<Reading> own;

  /** How a model of another tokenizer reads a text. */
  private record Reading(Tokenizer tokenizer, DialogueEncoder encoder) {

    static Reading of(HuggingFaceFolder folder, ChatFormat format) throws IOException {
      Tokenizer tokenizer = Tokenizer.open(folder.path(), folder.config().vocabSize());
      return new Reading(
          tokenizer, DialogueEncoder.of(folder.path(), tokenizer, format, Integer.MAX_VALUE));
    }

    /** The ids of prompt and answer, with an end where the answer has one. */
    long[] ids(Answer answer) {
      long[] ended =
          answer.text().isEmpty()
              ? saidNothing(answer.prompt())
              : said(answer.prompt(), answer.text());
      return answer.ended() ? ended : Arrays.copyOf(ended, ended.length - 1);
    }

    private long[] said(Prompt prompt, String text) {
      List<Message> messages = new ArrayList<>(prompt.messages());
      messages.add(new Message(Role.ASSISTANT, text));
      int[] ids = encoder.encode(new Dialogue(messages)).ids();
      return Arrays.stream(ids).asLongStream().toArray();
    }

    /** No dialogue has an empty turn, but a model may say nothing and end. */
    private long[] saidNothing(Prompt prompt) {
      return LongStream.concat(
              Arrays.stream(encoder.encode(prompt)), LongStream.of(encoder.endOfSequence()))
          .toArray();
    }
  }

  private OtherRewardModel(
      String name,
      HuggingFaceFolder folder,
      Transformer model,
      RewardScorer rewards,
      Optional<Reading> own) {
    this.name = name;
    this.folder = folder;
    this.model = model;
    this.rewards = rewards;
    this.own = own;
  }

  /** The folder of a scorer, where it is a reward model's. */
  static HuggingFaceFolder folder(NamedInput scorer) throws IOException {
    return HuggingFaceFolder.open(Path.of(scorer.path()), Bases.asStated())
        .expect(Architecture.REWARD_MODEL);
  }

  /**
   * Loads it.
   *
   * @param compared the folder of a model that is compared
   * @param patience is run before each native call, and throws to give up
   */
  static OtherRewardModel load(
      NamedInput scorer, Path compared, ChatFormat format, NDManager manager, Runnable patience)
      throws IOException {
    HuggingFaceFolder folder = folder(scorer);
    Optional<Reading> own =
        SameTokenizer.isOf(compared, folder.path())
            ? Optional.empty()
            : Optional.of(Reading.of(folder, format));
    Transformer model = folder.load(manager);
    return new OtherRewardModel(
        scorer.name(), folder, model, new RewardScorer(model, patience), own);
  }

  @Override
  public String name() {
    return name;
  }

  /** The bound on answers is one in tokens of the models that are compared. */
  @Override
  public void require(List<EncodedPrompt> prompts, int maxResponseLength) {
    for (EncodedPrompt prompt : prompts) {
      int length = prompt.ids().length + maxResponseLength;
      if (own.isEmpty() && length > folder.config().maxPositions()) {
        throw tooLong(length);
      }
    }
  }

  @Override
  public double[] scores(List<Answer> answers) {
    List<long[]> sequences = answers.stream().map(this::ids).toList();
    float[] scores = rewards.rewards(sequences);
    return IntStream.range(0, scores.length).mapToDouble(i -> scores[i]).toArray();
  }

  private long[] ids(Answer answer) {
    long[] ids = own.map(reading -> reading.ids(answer)).orElseGet(answer::sequence);
    if (ids.length > folder.config().maxPositions()) {
      throw tooLong(ids.length);
    }
    return ids;
  }

  private InvalidInputException tooLong(int length) {
    return new InvalidInputException(
        "%s, scorer %s, reads only %d tokens, but a prompt and its answer may have %d: lower evaluation.maxResponseLength, or leave it out of evaluation.scorers"
            .formatted(folder.path(), name, folder.config().maxPositions(), length));
  }

  @Override
  public void close() {
    model.close();
    own.ifPresent(reading -> reading.tokenizer().close());
  }
}
