package dev.rlhf.trainer.tensor;

import ai.djl.ndarray.NDManager;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Formulas and constants put together into the source of one TorchScript module.
 *
 * <p>The order is fixed: each formula follows those it uses, roots stand as given.
 */
public final class TorchProgram {

  private final Set<Formula> formulas = new LinkedHashSet<>();
  private final Map<String, Number> constants = new LinkedHashMap<>();

  private final Map<Formula, Formula> substitutes;

  private TorchProgram(Map<Formula, Formula> substitutes) {
    this.substitutes = Map.copyOf(substitutes);
  }

  public static TorchProgram of(Formula... roots) {
    return of(Map.of(), roots);
  }

  /**
   * A program in which other formulas stand for some.
   *
   * @param substitutes by the formula in whose place they stand, each with the same methods
   */
  public static TorchProgram of(Map<Formula, Formula> substitutes, Formula... roots) {
    TorchProgram program = new TorchProgram(substitutes);
    for (Formula root : roots) {
      program.add(root);
    }
    return program;
  }

  /** Adds a constant that formulas read as {@code self.name}: a Long or a Double. */
  public TorchProgram with(String name, Number value) {
    constants.put(name, value);
    return this;
  }

  private void add(Formula wanted) {
    Formula formula = substitutes.getOrDefault(wanted, wanted);
    if (!formulas.contains(formula)) {
      formula.uses().forEach(this::add);
      formulas.add(formula);
    }
  }

  /** The module's source as TorchScript reads it from an archive. */
  public String source() {
    String fields =
        constants.entrySet().stream()
            .map(e -> "  " + e.getKey() + " : " + (e.getValue() instanceof Long ? "int" : "float"))
            .collect(Collectors.joining("\n"));
    String methods =
        formulas.stream().map(f -> f.source().indent(2)).collect(Collectors.joining("\n"));
    return """
    class Program(Module):
      __parameters__ = []
      __buffers__ = []
      training : bool
    %s
    %s"""
        .formatted(fields, methods);
  }

  Map<String, Number> constants() {
    return Collections.unmodifiableMap(constants);
  }

  /** Compiles the program; the module is closed by its caller or with {@code manager}. */
  public TorchModule load(NDManager manager) {
    return new TorchModule(manager, TorchArchive.of(this));
  }
}
