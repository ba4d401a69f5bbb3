package dev.rlhf.trainer.fetch;

import dev.rlhf.trainer.InvalidInputException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The files that are wanted of those that a source has.
 *
 * @param main that its reader opens; empty for the whole folder
 */
record Selection(List<String> names, String main) {
  /** As transformers names them; other layouts of the same weights may lie beside them. */
  private static final Pattern WEIGHTS = Pattern.compile("model(-\\d+-of-\\d+)?\\.safetensors");

  private static final Set<String> TEXTS =
      Set.of(
          "config.json",
          "generation_config.json",
          "model.safetensors.index.json",
          "tokenizer.json",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "added_tokens.json",
          "vocab.json",
          "merges.txt",
          "tokenizer.model",
          "chat_template.jinja");

  private static final Pattern PICKLE = Pattern.compile(".*\\.(bin|pt|pth|pkl|ckpt)");
  private static final Pattern ROWS = Pattern.compile(".*\\.jsonl(\\.gz)?");
  private static final int SHOWN = 8;

  /**
   * Of a model: weights, configuration and tokenizer. Pickles are never fetched, since reading one
   * may run what is in it.
   */
  static Selection ofModel(List<String> names) {
    List<String> wanted =
        names.stream()
            .filter(name -> WEIGHTS.matcher(name).matches() || TEXTS.contains(name))
            .sorted()
            .toList();
    if (wanted.stream().noneMatch(name -> WEIGHTS.matcher(name).matches())) {
      throw new InvalidInputException(
          "it has no model.safetensors%s: name a revision that has, or convert it with transformers' save_pretrained"
              .formatted(
                  shown(names, PICKLE.asMatchPredicate())
                      .map(" but %s, pickles that may run code when they are read"::formatted)
                      .orElse("")));
    }
    if (!wanted.contains("config.json")) {
      throw new InvalidInputException(
          "it has no config.json: name the folder of a model that transformers saved");
    }
    return new Selection(wanted, "");
  }

  /** Of data: the file that is named, or else the only one there is. */
  static Selection ofData(List<String> names, Optional<String> path) {
    List<String> wanted =
        path.map(name -> names.stream().filter(name::equals).toList())
            .orElseGet(() -> names.stream().filter(ROWS.asMatchPredicate()).sorted().toList());
    if (wanted.size() != 1 || !ROWS.matcher(wanted.get(0)).matches()) {
      throw new InvalidInputException(
          "%s: write the path of a .jsonl or .jsonl.gz file at the end of the uri; it has %s"
              .formatted(
                  path.map("%s is no file of rows"::formatted)
                      .orElse("%d files could be meant".formatted(wanted.size())),
                  shown(names, ROWS.asMatchPredicate()).orElse("none")));
    }
    return new Selection(wanted, baseName(wanted.get(0)));
  }

  static String baseName(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private static Optional<String> shown(List<String> names, Predicate<String> which) {
    String some =
        names.stream().filter(which).sorted().limit(SHOWN).collect(Collectors.joining(", "));
    return Optional.of(some).filter(text -> !text.isEmpty());
  }
}
