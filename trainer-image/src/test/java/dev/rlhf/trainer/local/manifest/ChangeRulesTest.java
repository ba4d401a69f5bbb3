package dev.rlhf.trainer.local.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.rlhf.manifest.Changeable;
import dev.rlhf.manifest.FieldChange;
import dev.rlhf.plan.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The API server's rules and {@link FieldChange}, which the local run and the trainer go by, accept
 * the same changes: of every field of the schema, one by one.
 */
class ChangeRulesTest {
  private static final CelOptions OPTIONS = CelOptions.current().build();
  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(OPTIONS)
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("self", SimpleType.DYN)
          .addVar("oldSelf", SimpleType.DYN)
          .build();
  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS).build();
  private static final Map<String, CelRuntime.Program> PROGRAMS = new HashMap<>();
  private static final Schema ROOT = Schema.ofManifest();
  private static final Schema SPEC = ROOT.field("spec").orElseThrow();

  /** Each field, down to those of which a whole may change, and to those that have no fields. */
  static List<List<String>> fields() {
    List<List<String>> paths = new ArrayList<>();
    SPEC.properties().forEach((name, field) -> collect(List.of(name), field, paths));
    return paths;
  }

  private static void collect(List<String> path, Schema schema, List<List<String>> paths) {
    if (schema.properties().isEmpty() || isAllowed(path)) {
      paths.add(path);
    } else {
      schema.properties().forEach((name, field) -> collect(child(path, name), field, paths));
    }
  }

  static Stream<List<String>> settingsOfStages() {
    return Stream.of(Stage.SFT, Stage.RM, Stage.PPO)
        .map(stage -> List.of(stage.specPath().split("[.]")))
        .flatMap(
            part ->
                Changeable.fields(String.join(".", part)).stream().map(name -> child(part, name)));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void theRulesAllowWhatIsMarkedAndNothingElse(List<String> path) {
    Map<String, Object> before = with(base(), path, "before");
    Map<String, Object> after = with(base(), path, "after");

    boolean allowed = isAllowed(path);
    assertThat(broken(SPEC, before, after).isEmpty()).as("changed").isEqualTo(allowed);
    assertThat(broken(SPEC, base(), after).isEmpty()).as("added").isEqualTo(allowed);
    assertThat(broken(SPEC, before, base()).isEmpty()).as("removed").isEqualTo(allowed);
    assertThat(broken(SPEC, before, before)).as("left as it was").isEmpty();
  }

  /** Of a stage that is done, what its pod is made from may change, and with a restart all else. */
  @ParameterizedTest
  @MethodSource("settingsOfStages")
  void aStageThatIsDoneKeepsItsSettings(List<String> path) {
    String part = String.join(".", path.subList(0, path.size() - 1));
    boolean isOfPod = !Changeable.settings(part).contains(path.get(path.size() - 1));
    Map<String, Object> before = with(base(), path, "before");
    Map<String, Object> after = with(base(), path, "after");
    Map<String, Object> again = with(after, List.of("restart", "nonce"), "new");
    Map<String, Object> anew = with(again, List.of("restart", "from"), path.get(1));
    Map<String, Object> wrong = with(again, List.of("restart", "from"), "evaluation");

    assertThat(broken(ROOT, run(before, "Running"), run(after, "Running"))).isEmpty();
    assertThat(broken(ROOT, run(before, "Succeeded"), run(after, "Succeeded")).isEmpty())
        .isEqualTo(isOfPod);
    assertThat(broken(ROOT, run(before, "Succeeded"), run(anew, "Succeeded"))).isEmpty();
    assertThat(broken(ROOT, run(before, "Succeeded"), run(wrong, "Succeeded")).isEmpty())
        .isEqualTo(isOfPod);
  }

  private static boolean isAllowed(List<String> path) {
    return new FieldChange(path, "before", "after").isAllowed();
  }

  private static List<String> broken(Schema schema, Object before, Object after) {
    return schema.rules().stream()
        .filter(Schema.Rule::isTransition)
        .filter(rule -> !holds(rule.rule(), before, after))
        .map(Schema.Rule::message)
        .toList();
  }

  private static boolean holds(String rule, Object before, Object after) {
    try {
      CelRuntime.Program program = PROGRAMS.computeIfAbsent(rule, ChangeRulesTest::program);
      return (boolean) program.eval(Map.of("self", after, "oldSelf", before));
    } catch (CelEvaluationException e) {
      throw new IllegalStateException("cannot be evaluated: " + rule, e);
    }
  }

  private static CelRuntime.Program program(String rule) {
    try {
      return RUNTIME.createProgram(COMPILER.compile(rule).getAst());
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalStateException("cannot be compiled: " + rule, e);
    }
  }

  /** What the schema fills in or asks for. */
  private static Map<String, Object> base() {
    Map<String, Object> spec = new HashMap<>(Map.of("seed", 1L, "model", "m"));
    spec.put("chatFormat", "tokenizer");
    spec.put("data", new HashMap<>());
    spec.put("checkpoints", new HashMap<>());
    spec.put("evaluation", new HashMap<>());
    spec.put(
        "stages",
        Map.of("sft", new HashMap<>(), "rewardModel", new HashMap<>(), "ppo", new HashMap<>()));
    return spec;
  }

  private static Map<String, Object> run(Map<String, Object> spec, String phase) {
    List<Map<String, Object>> stages =
        Stream.of(Stage.values())
            .map(stage -> Map.<String, Object>of("name", stage.id(), "phase", phase))
            .toList();
    Map<String, Object> status =
        Map.of("stages", stages, "restart", Map.of("from", "ppo", "nonce", "old"));
    return Map.of("spec", spec, "status", status, "metadata", Map.of("name", "run"));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> with(
      Map<String, Object> object, List<String> path, Object value) {
    Map<String, Object> copy = new HashMap<>(object);
    String name = path.get(0);
    Object now = copy.get(name);
    copy.put(
        name,
        path.size() == 1
            ? value
            : with(
                now instanceof Map ? (Map<String, Object>) now : Map.of(),
                path.subList(1, path.size()),
                value));
    return copy;
  }

  private static List<String> child(List<String> path, String name) {
    List<String> child = new ArrayList<>(path);
    child.add(name);
    return child;
  }
}
