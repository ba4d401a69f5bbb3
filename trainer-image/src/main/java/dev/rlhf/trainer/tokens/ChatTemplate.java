package dev.rlhf.trainer.tokens;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import dev.rlhf.trainer.InvalidInputException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A Jinja chat template, rendered as Hugging Face transformers renders it: {@code trim_blocks} and
 * {@code lstrip_blocks} on, special tokens by name, {@code raise_exception} for refusals.
 *
 * <p>There is no {@code strftime_now}: a prompt that changes with the date could not be trained
 * twice alike. Templates that ask whether it is there use their fixed date.
 */
public final class ChatTemplate {
  private static final Jinjava JINJA = jinja();

  private final String source;
  private final Map<String, String> specialTokens;

  /**
   * A template.
   *
   * @param specialTokens texts of the tokenizer's special tokens, by name such as {@code bos_token}
   */
  public ChatTemplate(String source, Map<String, String> specialTokens) {
    this.source = TemplateSource.of(source);
    this.specialTokens = Map.copyOf(specialTokens);
  }

  /**
   * The text of a dialogue or of its beginning.
   *
   * @param addGenerationPrompt whether the opening of the assistant's turn follows
   * @throws InvalidInputException when the template refuses the messages, or cannot be rendered
   */
  public String render(List<Message> messages, boolean addGenerationPrompt) {
    Map<String, Object> context = new HashMap<>(specialTokens);
    context.put("messages", messages.stream().map(ChatTemplate::asMap).toList());
    context.put("add_generation_prompt", addGenerationPrompt);
    RenderResult result = JINJA.renderForResult(source, context);
    result.getErrors().stream().findFirst().ifPresent(ChatTemplate::refuse);
    return result.getOutput();
  }

  private static Map<String, Object> asMap(Message message) {
    return Map.of("role", message.role().id(), "content", message.content());
  }

  private static void refuse(TemplateError error) {
    for (Throwable e = error.getException(); e != null; e = e.getCause()) {
      if (e instanceof InvalidInputException refusal) {
        throw refusal;
      }
    }
    throw TemplateSource.refusal(
        "has on line %d what cannot be rendered (%s)"
            .formatted(error.getLineno(), error.getMessage()));
  }

  /** What {@code raise_exception} of a template does. */
  public static Object raise(String message) {
    throw new InvalidInputException(
        "the tokenizer's chat template refuses the dialogue (%s): change the row, or write chatFormat: human-assistant"
            .formatted(message));
  }

  private static Jinjava jinja() {
    Jinjava jinja =
        new Jinjava(
            JinjavaConfig.newBuilder()
                // Else a dialogue that speaks of {{ }} would be run as a template.
                .withNestedInterpretationEnabled(false)
                .withElResolver(PythonStrings.resolver())
                .withLegacyOverrides(asInPython())
                .build());
    jinja
        .getGlobalContext()
        .registerFunction(
            new ELFunctionDefinition(
                "", "raise_exception", ChatTemplate.class, "raise", String.class));
    return jinja;
  }

  private static LegacyOverrides asInPython() {
    return LegacyOverrides.newBuilder()
        .withEvaluateMapKeys(true)
        .withIterateOverMapKeys(true)
        .withUsePyishObjectMapper(true)
        .withUseNaturalOperatorPrecedence(true)
        .withParseWhitespaceControlStrictly(true)
        .withAllowAdjacentTextNodes(true)
        .withUseTrimmingForNotesAndExpressions(true)
        .withKeepNullableLoopValues(true)
        .build();
  }
}
