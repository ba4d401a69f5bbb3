package dev.rlhf.trainer.data;

import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.tokens.Prompt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Prompts to answer, as ids; every row is read and checked before the first step. */
public record Prompts(List<EncodedPrompt> rows) {

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
    try (JsonLines lines = JsonLines.open(file)) {
      while (complaints.isPatient() && lines.advance()) {
        try {
          Prompt prompt = PromptRow.of(lines.text());
          rows.add(new EncodedPrompt(prompt, fitting(encoder.apply(prompt), longest)));
        } catch (InvalidInputException e) {
          complaints.add(lines.number(), e);
        }
      }
    }
    complaints.refuse(rows.isEmpty());
    return new Prompts(rows);
  }

  private static long[] fitting(long[] ids, int longest) {
    if (ids.length > longest) {
      throw new InvalidInputException(
          "the prompt has %d tokens, but only %d leave room for an answer of maxResponseLength: shorten it, or lower maxResponseLength"
              .formatted(ids.length, longest));
    }
    return ids;
  }
}
