package dev.rlhf.trainer.tokens;

import dev.rlhf.manifest.ChatFormat;
import dev.rlhf.trainer.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dialogues as token ids, with the places of what is learnt.
 *
 * <p>Each segment is encoded on its own, so that a prompt's ids are the first ids of the dialogue,
 * and what is learnt is told by place, never by id. The beginning-of-sequence token stands first,
 * once, where the tokenizer or the template puts it.
 */
public final class DialogueEncoder {
  private static final Logger LOG = LoggerFactory.getLogger(DialogueEncoder.class);

  private final Tokenizer tokenizer;
  private final DialogueFormat format;
  private final long[] beginning;
  private final long endOfSequence;
  private final int maxLength;

  /** Ids of last characters, which are few and asked for with every segment. */
  private final Map<String, long[]> anchors = new HashMap<>();

  private DialogueEncoder(
      Tokenizer tokenizer,
      DialogueFormat format,
      long[] beginning,
      long endOfSequence,
      int maxLength) {
    this.tokenizer = tokenizer;
    this.format = format;
    this.beginning = beginning;
    this.endOfSequence = endOfSequence;
    this.maxLength = maxLength;
  }

  /**
   * The encoder of a model's folder.
   *
   * @param maxLength ids of a dialogue; what exceeds them is cut off
   * @throws InvalidInputException when the folder's tokenizer cannot write the format
   */
  public static DialogueEncoder of(
      Path folder, Tokenizer tokenizer, ChatFormat chatFormat, int maxLength) throws IOException {
    TokenizerConfig config = TokenizerConfig.read(folder);
    SpecialTokens special = SpecialTokens.read(folder);
    long end = endOfSequence(config, tokenizer, special);
    String text = tokenizer.textOf(end);
    DialogueFormat format =
        switch (chatFormat) {
          case HUMAN_ASSISTANT -> new HumanAssistantFormat();
          case TOKENIZER -> new TemplateFormat(config.template(), text);
        };
    return new DialogueEncoder(tokenizer, format, beginning(tokenizer, special), end, maxLength);
  }

  /**
   * Where the tokenizer and the model name different ends, that counts at which the model stops:
   * another one would be learnt and never heeded.
   */
  private static long endOfSequence(
      TokenizerConfig config, Tokenizer tokenizer, SpecialTokens special) {
    OptionalLong own = config.endOfSequence().map(tokenizer::idOf).orElse(OptionalLong.empty());
    Set<Long> stops = special.endOfSequence();
    if (own.isPresent() && (stops.isEmpty() || stops.contains(own.getAsLong()))) {
      return own.getAsLong();
    }
    if (stops.isEmpty()) {
      throw new InvalidInputException(
          "%s names no end of an answer: write eos_token, one of the tokenizer's tokens, into tokenizer_config.json"
              .formatted(config.folder()));
    }
    long end = Collections.min(stops);
    LOG.warn(
        "answers end with {} (id {}), where the model stops; the eos_token of {} is another",
        tokenizer.textOf(end),
        end,
        config.folder().resolve("tokenizer_config.json"));
    return end;
  }

  private static long[] beginning(Tokenizer tokenizer, SpecialTokens special) {
    long[] ids = tokenizer.encode("");
    boolean added =
        special.beginOfSequence().isPresent()
            && ids.length > 0
            && ids[0] == special.beginOfSequence().getAsLong();
    return added ? new long[] {ids[0]} : new long[0];
  }

  /** The id that ends each answer. */
  public long endOfSequence() {
    return endOfSequence;
  }

  /**
   * The ids of a dialogue, cut to the longest length.
   *
   * @throws InvalidInputException when the format refuses it, or its prompt fills the length
   */
  public EncodedDialogue encode(Dialogue dialogue) {
    EncodedDialogue encoded = tokens(format.segments(dialogue)).cut(maxLength);
    if (encoded.responseTokens() == 0) {
      throw new InvalidInputException(
          "the prompt alone has %d tokens or more, which is maxLength: shorten it, or raise maxLength"
              .formatted(maxLength));
    }
    return encoded;
  }

  /**
   * The ids of a prompt: the first ids of any dialogue that goes on from it.
   *
   * @throws InvalidInputException when the format refuses it
   */
  public long[] encode(Prompt prompt) {
    return tokens(format.segments(prompt.messages())).ids();
  }

  /**
   * The ids of a plain text between the tokens that begin and end one, cut into pieces of the
   * longest length; all but the first id of each are learnt.
   */
  public List<EncodedDialogue> encodeText(String text) {
    TokenBuffer tokens = new TokenBuffer();
    long[] ids = tokenizer.encodePlain(text);
    if (!startsWith(ids, beginning)) {
      tokens.add(beginning, true);
    }
    tokens.add(ids, true);
    tokens.add(new long[] {endOfSequence}, true);
    return tokens.pieces(maxLength);
  }

  private TokenBuffer tokens(List<Segment> segments) {
    TokenBuffer tokens = new TokenBuffer();
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      long[] ids = i == 0 ? tokenizer.encodePlain(segment.text()) : follow(segments, i);
      if (i == 0 && !startsWith(ids, beginning)) {
        tokens.add(beginning, false);
      }
      tokens.add(ids, segment.response());
      if (segment.ends()) {
        tokens.add(new long[] {endOfSequence}, segment.response());
      }
    }
    return tokens;
  }

  /**
   * A SentencePiece tokenizer marks the beginning of a text as that of a word, so a segment is read
   * after the last character before it, unless the two become one token.
   */
  private long[] follow(List<Segment> segments, int i) {
    Segment before = segments.get(i - 1);
    String text = segments.get(i).text();
    if (!before.ends() && !before.text().isEmpty()) {
      String last =
          before.text().substring(before.text().offsetByCodePoints(before.text().length(), -1));
      long[] anchor = anchors.computeIfAbsent(last, tokenizer::encodePlain);
      long[] both = tokenizer.encodePlain(last + text);
      if (startsWith(both, anchor)) {
        return Arrays.copyOfRange(both, anchor.length, both.length);
      }
    }
    return tokenizer.encodePlain(text);
  }

  private static boolean startsWith(long[] ids, long[] beginning) {
    return ids.length >= beginning.length
        && Arrays.equals(ids, 0, beginning.length, beginning, 0, beginning.length);
  }
}
