package dev.rlhf.trainer.tensor;

import java.util.List;

/**
 * One formula in TorchScript: its source and the formulas it calls.
 *
 * <p>A formula is a record, so that equal formulas meet in a {@link TorchProgram} only once. Its
 * source is one or more methods of one module; other formulas are called as {@code self.name(...)},
 * the program's constants are read as {@code self.constant}.
 */
public interface Formula {

  /** The methods, {@code def name(self, ...)}, indented from column 0. */
  String source();

  /** The formulas that this one calls directly. */
  default List<Formula> uses() {
    return List.of();
  }
}
