package dev.rlhf.trainer.data;

import dev.rlhf.trainer.tokens.Dialogue;
import dev.rlhf.trainer.tokens.EncodedDialogue;
import dev.rlhf.trainer.tokens.Message;
import dev.rlhf.trainer.tokens.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A question as ids.
 *
 * @param choices in their order
 * @param answer the place of the right one
 */
public record EncodedQuestion(List<Choice> choices, int answer) {

  /**
   * A choice as ids, as the model's answer to the question, which has no end yet.
   *
   * @param ids of question and choice
   * @param tokens of the choice alone, which are the last ones
   * @param characters of its text
   */
  public record Choice(long[] ids, int tokens, int characters) {}

  public EncodedQuestion {
    choices = List.copyOf(choices);
  }

  /** The ids of a question, by an encoder of whole dialogues, which cuts nothing off. */
  static EncodedQuestion of(Question question, Function<Dialogue, EncodedDialogue> encoder) {
    return new EncodedQuestion(
        question.choices().stream().map(text -> choice(question, text, encoder)).toList(),
        question.answer());
  }

  private static Choice choice(
      Question question, String text, Function<Dialogue, EncodedDialogue> encoder) {
    List<Message> messages = new ArrayList<>(question.prompt().messages());
    messages.add(new Message(Role.ASSISTANT, text));
    EncodedDialogue dialogue = encoder.apply(new Dialogue(messages));
    int[] places = dialogue.lastAnswer();
    int end = places[places.length - 1];
    return new Choice(
        Arrays.stream(dialogue.ids(), 0, end).asLongStream().toArray(),
        places.length - 1,
        text.codePointCount(0, text.length()));
  }

  /** Ids of the longest choice with its question. */
  public int length() {
    return choices.stream().mapToInt(choice -> choice.ids().length).max().orElseThrow();
  }
}
