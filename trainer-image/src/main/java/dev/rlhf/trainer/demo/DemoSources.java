package dev.rlhf.trainer.demo;

import dev.rlhf.trainer.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What can be had by {@code demo://name?seed=N}; each is a pure function of name and seed. */
public enum DemoSources {
  /** A language model that has learnt nothing yet, with its tokenizer: a Hugging Face folder. */
  MODEL("model", "model", DemoModel::write),
  /** Dialogues to imitate, of mixed quality: JSON lines. */
  DEMONSTRATIONS("demonstrations", "demonstrations.jsonl", Demonstrations::write),
  /** Pairs of answers, the better one named: JSON lines. */
  PREFERENCES(
      "preferences", "preferences.jsonl", new DemoPreferences(Split.TRAINING, 5000, false)::write),
  /** The same pairs with labels drawn by a coin: a control, from which nothing can be learnt. */
  SHUFFLED_PREFERENCES(
      "shuffled-preferences",
      "shuffled-preferences.jsonl",
      new DemoPreferences(Split.TRAINING, 5000, true)::write),
  /** Plain texts of the same world: JSON lines. */
  PRETRAINING("pretraining", "pretraining.jsonl", DemoPretraining::write),
  /** Requests to answer: JSON lines. */
  PROMPTS("prompts", "prompts.jsonl", new DemoPrompts(Split.TRAINING)::write),
  /** Requests that are in none of the others but the held-out pairs. */
  HELD_OUT_PROMPTS(
      "held-out-prompts", "held-out-prompts.jsonl", new DemoPrompts(Split.HELD_OUT)::write),
  /** Pairs of answers to held-out requests. */
  HELD_OUT_PREFERENCES(
      "held-out-preferences",
      "held-out-preferences.jsonl",
      new DemoPreferences(Split.HELD_OUT, 400, false)::write),
  /** Held-out requests with answers of mixed quality, as plain texts. */
  HELD_OUT_TEXTS("held-out-texts", "held-out-texts.jsonl", DemoTexts::write),
  /** Multiple-choice questions about what is done with what. */
  UNDERSTANDING("understanding", "understanding.jsonl", DemoQuestions::write);

  /** Writes a source to a path that does not exist yet. */
  private interface Maker {
    void write(long seed, Path target) throws IOException;
  }

  private final String id;
  private final String fileName;
  private final Maker maker;

  DemoSources(String id, String fileName, Maker maker) {
    this.id = id;
    this.fileName = fileName;
    this.maker = maker;
  }

  /** What follows {@code demo://}. */
  public String id() {
    return id;
  }

  /**
   * Makes a source.
   *
   * @param name what follows {@code demo://}
   * @param into the folder to make it in
   * @return its folder or file
   * @throws InvalidInputException when nothing has that name
   */
  public static Path make(String name, long seed, Path into) throws IOException {
    DemoSources source = named(name);
    Files.createDirectories(into);
    Path target = into.resolve(source.fileName);
    source.maker.write(seed, target);
    return target;
  }

  private static DemoSources named(String name) {
    return Arrays.stream(values())
        .filter(source -> source.id.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "demo://%s does not exist: write one of %s".formatted(name, offered())));
  }

  private static String offered() {
    return Arrays.stream(values())
        .map(source -> "demo://" + source.id)
        .collect(Collectors.joining(", "));
  }
}
