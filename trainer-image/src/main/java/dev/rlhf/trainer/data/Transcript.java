package dev.rlhf.trainer.data;

import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.tokens.Dialogue;
import dev.rlhf.trainer.tokens.Message;
import dev.rlhf.trainer.tokens.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A row of HH-RLHF: a dialogue in one text of {@code \n\nHuman:} and {@code \n\nAssistant:} turns.
 *
 * <p>Two turns of one speaker in a row, which its authors left in, are one turn of two paragraphs.
 *
 * @see <a href="https://github.com/anthropics/hh-rlhf">anthropics/hh-rlhf</a>
 */
record Transcript(List<Turn> turns) implements Row {
  private static final Pattern MARK = Pattern.compile("\n\n(Human|Assistant):");

  /** What a speaker says; may be empty. */
  record Turn(Role role, String text) {
    Turn and(String more) {
      return new Turn(role, (text + "\n\n" + more).strip());
    }
  }

  /** Whether a text is meant to be one. */
  static boolean isOne(String text) {
    return MARK.matcher(text).lookingAt();
  }

  /**
   * The turns of a text.
   *
   * @param field that holds it, for messages
   */
  static Transcript of(String field, String text) {
    Matcher mark = MARK.matcher(text);
    if (!mark.lookingAt()) {
      throw new InvalidInputException(
          "%s does not begin with a turn: write \\n\\nHuman: ... \\n\\nAssistant: ..."
              .formatted(field));
    }
    List<Turn> turns = new ArrayList<>();
    int begin = mark.end();
    Role role = role(mark);
    while (mark.find()) {
      add(turns, role, text.substring(begin, mark.start()));
      begin = mark.end();
      role = role(mark);
    }
    add(turns, role, text.substring(begin));
    return new Transcript(turns);
  }

  private static Role role(Matcher mark) {
    return mark.group(1).equals("Human") ? Role.USER : Role.ASSISTANT;
  }

  private static void add(List<Turn> turns, Role role, String text) {
    int last = turns.size() - 1;
    if (last >= 0 && turns.get(last).role() == role) {
      turns.set(last, turns.get(last).and(text.strip()));
    } else {
      turns.add(new Turn(role, text.strip()));
    }
  }

  /** What stands before the last answer. */
  List<Message> question() {
    int last = turns.size() - 1;
    boolean answered = turns.get(last).role() == Role.ASSISTANT;
    return messages(turns.subList(0, answered ? last : last + 1));
  }

  /** Empty where the last answer is: HH-RLHF holds some, about two in a thousand. */
  @Override
  public Optional<Dialogue> dialogue() {
    Turn last = turns.get(turns.size() - 1);
    if (last.role() == Role.ASSISTANT && last.text().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Dialogue(messages(turns)));
  }

  private static List<Message> messages(List<Turn> turns) {
    return turns.stream().map(turn -> new Message(turn.role(), turn.text())).toList();
  }
}
