package dev.rlhf.trainer.local.manifest;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Evaluates a schema's rules, each on the value that it stands at.
 *
 * <p>Transition rules are left out: a file has no earlier version.
 */
final class CelRules {
  private static final CelOptions OPTIONS = CelOptions.current().build();
  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(OPTIONS)
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addLibraries(CelExtensions.strings())
          .addVar("self", SimpleType.DYN)
          .build();
  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.standardCelRuntimeBuilder()
          .setOptions(OPTIONS)
          .addLibraries(CelExtensions.strings())
          .build();

  private final List<Violation> found = new ArrayList<>();

  private CelRules() {}

  /** Checks a manifest whose structure is right and whose defaults are filled in. */
  static List<Violation> broken(Schema schema, JsonNode manifest) {
    CelRules rules = new CelRules();
    rules.walk(schema, manifest, FieldPath.ROOT);
    return rules.found;
  }

  private void walk(Schema schema, JsonNode value, FieldPath path) {
    schema.rules().stream()
        .filter(rule -> !rule.isTransition())
        .filter(rule -> !holds(rule, typed(schema, value)))
        .forEach(rule -> found.add(Violation.invalid(path, schema.shownType(), rule.message())));
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        walk(schema.items(), value.get(i), path.item(i));
      }
    }
    value
        .properties()
        .forEach(
            e ->
                schema
                    .field(e.getKey())
                    .ifPresent(field -> walk(field, e.getValue(), path.field(e.getKey()))));
  }

  private static boolean holds(Schema.Rule rule, Object self) {
    try {
      var program = RUNTIME.createProgram(COMPILER.compile(rule.rule()).getAst());
      return (boolean) program.eval(Map.of("self", self));
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalStateException("the schema's rule cannot be evaluated: " + rule.rule(), e);
    }
  }

  /** The value in the types of CEL, which the schema decides: {@code 1} may be a double. */
  private static Object typed(Schema schema, JsonNode value) {
    if (value.isObject()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      value
          .properties()
          .forEach(
              e ->
                  schema
                      .field(e.getKey())
                      .ifPresent(field -> fields.put(e.getKey(), typed(field, e.getValue()))));
      return fields;
    }
    if (value.isArray()) {
      List<Object> items = new ArrayList<>();
      value.forEach(item -> items.add(typed(schema.items(), item)));
      return items;
    }
    if (value.isNumber()) {
      return "number".equals(schema.type()) ? (Object) value.doubleValue() : value.longValue();
    }
    return value.isBoolean() ? (Object) value.booleanValue() : value.textValue();
  }
}
