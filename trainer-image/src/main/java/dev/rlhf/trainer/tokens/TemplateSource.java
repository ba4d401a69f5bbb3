package dev.rlhf.trainer.tokens;

import dev.rlhf.trainer.InvalidInputException;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A chat template's text, made ready for an engine that differs from Python's Jinja.
 *
 * <p>{@code trim_blocks} and {@code lstrip_blocks} are applied here, since the engine strips blanks
 * before a block wherever it stands. What the engine would silently read otherwise is refused.
 */
final class TemplateSource {
  private static final Pattern INDENT = Pattern.compile("(?m)^[ \\t]+(?=\\{%(?!\\+)|\\{#)");
  private static final Pattern BLOCK_END = Pattern.compile("([%#]\\})\\n");
  private static final Pattern LAST_NEWLINE = Pattern.compile("\\n\\z");

  private static final Map<String, Pattern> MISREAD =
      Map.of(
          "a loop with a condition ({% for ... if ... %})",
          Pattern.compile("\\{%-?\\s*for\\s[^%]*\\sif\\s"),
          "a value chosen by 'and' or 'or'",
          Pattern.compile(
              "\\{\\{(?:(?!\\}\\}|\\sif\\s).)*\\s(?:and|or)\\s(?:(?!\\}\\}|\\sif\\s).)*\\}\\}"));

  private TemplateSource() {}

  static String of(String template) {
    MISREAD.forEach(
        (construct, pattern) -> {
          if (pattern.matcher(template).find()) {
            throw refusal("uses " + construct);
          }
        });
    String whole = LAST_NEWLINE.matcher(template).replaceFirst("");
    return BLOCK_END.matcher(INDENT.matcher(whole).replaceAll("")).replaceAll("$1");
  }

  static InvalidInputException refusal(String reason) {
    return new InvalidInputException(
        "the tokenizer's chat template %s, which is not known here: simplify it, or write chatFormat: human-assistant"
            .formatted(reason));
  }
}
