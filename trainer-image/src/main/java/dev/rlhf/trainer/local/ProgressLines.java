package dev.rlhf.trainer.local;

import dev.rlhf.contract.Progress;
import dev.rlhf.plan.Stage;
import java.io.PrintStream;

/** A line for each tenth of the way, for logs. */
final class ProgressLines implements ProgressView {
  private static final int LINES = 10;

  private final Stage stage;
  private final PrintStream out;
  private long shown = -1;

  ProgressLines(Stage stage, PrintStream out) {
    this.stage = stage;
    this.out = out;
  }

  @Override
  public void show(Progress progress) {
    if (progress.total() == 0 || LINES * progress.step() / progress.total() <= shown) {
      return;
    }
    shown = LINES * progress.step() / progress.total();
    out.printf(
        "%s: step %d of %d, %s%n",
        stage.id(), progress.step(), progress.total(), ProgressView.remark(stage, progress));
  }

  @Override
  public void close() {}
}
