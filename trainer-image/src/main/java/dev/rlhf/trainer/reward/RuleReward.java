package dev.rlhf.trainer.reward;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.rlhf.trainer.InvalidInputException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * A reward by a rule: an expression in CEL, the language of Kubernetes' own rules.
 *
 * @see <a href="https://cel.dev">Common Expression Language</a>
 */
public final class RuleReward implements RewardSource {
  private static final CelOptions OPTIONS = CelOptions.current().build();
  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(OPTIONS)
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addLibraries(CelExtensions.strings(), CelExtensions.math(OPTIONS))
          .addVar("prompt", SimpleType.STRING)
          .addVar("answer", SimpleType.STRING)
          .addVar("prompt_tokens", SimpleType.INT)
          .addVar("answer_tokens", SimpleType.INT)
          .addVar("ended", SimpleType.BOOL)
          .build();
  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.standardCelRuntimeBuilder()
          .setOptions(OPTIONS)
          .addLibraries(CelExtensions.strings(), CelExtensions.math(OPTIONS))
          .build();

  private final String name;
  private final String rule;
  private final CelRuntime.Program program;

  private RuleReward(String name, String rule, CelRuntime.Program program) {
    this.name = name;
    this.rule = rule;
    this.program = program;
  }

  /**
   * Compiles a rule.
   *
   * @throws InvalidInputException when it is none, or gives no number
   */
  public static RuleReward of(String name, String rule) {
    try {
      CelAbstractSyntaxTree ast = COMPILER.compile(rule).getAst();
      if (!Set.of(SimpleType.DOUBLE, SimpleType.INT).contains(ast.getResultType())) {
        throw new InvalidInputException(
            "the rule of reward %s gives %s, not a number: write an expression such as 'ended ? 0.0 : -1.0'"
                .formatted(name, ast.getResultType().name()));
      }
      return new RuleReward(name, rule, RUNTIME.createProgram(ast));
    } catch (CelValidationException | CelEvaluationException e) {
      throw new InvalidInputException(
          "the rule of reward %s cannot be read (%s): write a CEL expression of prompt, answer, prompt_tokens, answer_tokens and ended"
              .formatted(name, e.getMessage().lines().findFirst().orElse("")),
          e);
    }
  }

  @Override
  public Optional<double[]> rewards(List<JudgedAnswer> answers, BooleanSupplier givenUp) {
    return Optional.of(answers.stream().mapToDouble(this::reward).toArray());
  }

  private double reward(JudgedAnswer answer) {
    try {
      double reward = ((Number) program.eval(variables(answer))).doubleValue();
      if (Double.isFinite(reward)) {
        return reward;
      }
      throw refusal(answer, "it gives " + reward);
    } catch (CelEvaluationException e) {
      throw refusal(answer, e.getMessage());
    }
  }

  private static Map<String, Object> variables(JudgedAnswer answer) {
    return Map.of(
        "prompt", answer.question(),
        "answer", answer.answer(),
        "prompt_tokens", (long) answer.promptTokens(),
        "answer_tokens", (long) answer.answerTokens(),
        "ended", answer.ended());
  }

  private InvalidInputException refusal(JudgedAnswer answer, String why) {
    return new InvalidInputException(
        "the rule '%s' of reward %s cannot be applied to an answer to row %d of the prompts (%s): write one that gives every answer a finite number"
            .formatted(rule, name, answer.row(), why));
  }
}
