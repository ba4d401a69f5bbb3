package dev.rlhf.trainer.tokens;

import dev.rlhf.manifest.ChatFormat;
import dev.rlhf.trainer.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Dialogues as token ids, with the places of what is learnt.
 *
 * <p>Each segment is encoded on its own, so that a prompt's ids are the first ids of the dialogue,
 * and what is learnt is told by place, never by id. The beginning-of-sequence token stands first,
 * once, where the tokenizer or the template puts it.
 */
public final class DialogueEncoder {
  private final Tokenizer tokenizer;
  private final DialogueFormat format;
  private final long[] beginning;
  private final long endOfSequence;
  private final int maxLength;

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
    String text = config.endOfSequence();
    long end = idOf(text, tokenizer);
    SpecialTokens special = SpecialTokens.read(folder);
    if (!special.endOfSequence().isEmpty() && !special.endOfSequence().contains(end)) {
      throw new InvalidInputException(
          "%s: tokenizer_config.json ends an answer with %s (id %d), but the model stops at %s: make eos_token_id agree"
              .formatted(folder, text, end, special.endOfSequence()));
    }
    DialogueFormat format =
        switch (chatFormat) {
          case HUMAN_ASSISTANT -> new HumanAssistantFormat();
          case TOKENIZER -> new TemplateFormat(config.template(), text);
        };
    return new DialogueEncoder(tokenizer, format, beginning(tokenizer, special), end, maxLength);
  }

  private static long idOf(String token, Tokenizer tokenizer) {
    long[] ids = tokenizer.encodePlain(token);
    if (ids.length != 1) {
      throw new InvalidInputException(
          "eos_token %s of tokenizer_config.json is not one token of tokenizer.json: name one that is"
              .formatted(token));
    }
    return ids[0];
  }

  private static long[] beginning(Tokenizer tokenizer, SpecialTokens special) {
    long[] ids = tokenizer.encode("");
    boolean added =
        special.beginOfSequence().isPresent()
            && ids.length > 0
            && ids[0] == special.beginOfSequence().getAsLong();
    return added ? new long[] {ids[0]} : new long[0];
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
      long[] anchor = tokenizer.encodePlain(last);
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
