package dev.rlhf.trainer.data;

import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.tokens.Prompt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Prompts to answer, as ids; every row is read and checked before the first step.
 *
 * <p>A dialogue that is too long loses its oldest turns, as in the code that was released with
 * "Secrets of RLHF in Large Language Models Part I: PPO".
 *
 * @param shortened rows that lost turns
 */
public record Prompts(List<EncodedPrompt> rows, int shortened) {

  public Prompts {
    rows = List.copyOf(rows);
  }

  /** Their ids. */
  public List<long[]> ids() {
    return rows.stream().map(EncodedPrompt::ids).toList();
  }

  /**
   * Reads a file of prompts.
   *
   * @param longest tokens that leave room for an answer
   * @throws InvalidInputException naming file and line of the first rows that are wrong
   */
  public static Prompts read(Path file, Function<Prompt, long[]> encoder, int longest)
      throws IOException {
    List<EncodedPrompt> rows = new ArrayList<>();
    Complaints complaints = new Complaints(file);
    int shortened = 0;
    try (JsonLines lines = JsonLines.open(file)) {
      while (complaints.isPatient() && lines.advance()) {
        try {
          Prompt prompt = PromptRow.of(lines.text());
          EncodedPrompt fitting = fitting(prompt, encoder, longest);
          rows.add(fitting);
          shortened += fitting.prompt().equals(prompt) ? 0 : 1;
        } catch (InvalidInputException e) {
          complaints.add(lines.number(), e);
        }
      }
    }
    complaints.refuse(rows.isEmpty());
    return new Prompts(rows, shortened);
  }

  private static EncodedPrompt fitting(
      Prompt prompt, Function<Prompt, long[]> encoder, int longest) {
    long[] ids = encoder.apply(prompt);
    if (ids.length <= longest) {
      return new EncodedPrompt(prompt, ids);
    }
    Prompt shorter =
        prompt
            .withoutOldestTurn()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "the prompt's last turn has %d tokens, but only %d leave room for an answer of maxResponseLength: shorten it, or lower maxResponseLength"
                            .formatted(ids.length, longest)));
    return fitting(shorter, encoder, longest);
  }
}
