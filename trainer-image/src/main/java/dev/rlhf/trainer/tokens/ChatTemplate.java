package dev.rlhf.trainer.tokens;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import com.hubspot.jinjava.tree.Node;
import dev.rlhf.trainer.InvalidInputException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A Jinja chat template, rendered as Hugging Face transformers renders it: {@code trim_blocks} and
 * {@code lstrip_blocks} on, special tokens by name, {@code raise_exception} for refusals.
 *
 * <p>There is no {@code strftime_now}: a prompt that changes with the date could not be trained
 * twice alike. Templates that ask whether it is there use their fixed date.
 */
public final class ChatTemplate {
  private static final Jinjava JINJA = jinja();

  private final Node parsed;
  private final Map<String, String> specialTokens;

  /**
   * A template.
   *
   * @param specialTokens texts of the tokenizer's special tokens, by name such as {@code bos_token}
   * @throws InvalidInputException when it cannot be read
   */
  public ChatTemplate(String source, Map<String, String> specialTokens) {
    String text = TemplateSource.of(source);
    parsed = within(interpreter(), parser -> parser.parse(text));
    this.specialTokens = Map.copyOf(specialTokens);
  }

  /**
   * The text of a dialogue or of its beginning.
   *
   * @param addGenerationPrompt whether the opening of the assistant's turn follows
   * @throws InvalidInputException when the template refuses the messages, or cannot be rendered
   */
  public String render(List<Message> messages, boolean addGenerationPrompt) {
    JinjavaInterpreter interpreter = interpreter();
    Context context = interpreter.getContext();
    context.putAll(specialTokens);
    context.put("messages", messages.stream().map(ChatTemplate::asMap).toList());
    context.put("add_generation_prompt", addGenerationPrompt);
    return within(interpreter, renderer -> renderer.render(parsed));
  }

  /**
   * One that sees what is global through its parent: a copy of all that takes longer than to
   * render.
   */
  private static JinjavaInterpreter interpreter() {
    Context own = new Context(JINJA.getGlobalContext());
    return new JinjavaInterpreter(JINJA, own, JINJA.getGlobalConfig());
  }

  private static <T> T within(
      JinjavaInterpreter interpreter, Function<JinjavaInterpreter, T> work) {
    JinjavaInterpreter.pushCurrent(interpreter);
    try {
      T result = work.apply(interpreter);
      interpreter.getErrors().stream().findFirst().ifPresent(ChatTemplate::refuse);
      return result;
    } finally {
      JinjavaInterpreter.popCurrent();
    }
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
