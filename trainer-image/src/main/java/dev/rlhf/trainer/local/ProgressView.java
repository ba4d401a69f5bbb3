package dev.rlhf.trainer.local;

import dev.rlhf.contract.Progress;
import dev.rlhf.plan.Stage;
import java.io.PrintStream;
import java.util.Locale;

/** Shows people how far a stage is. */
sealed interface ProgressView extends AutoCloseable permits ProgressBarView, ProgressLines {

  /** A bar on a terminal, lines elsewhere. */
  static ProgressView of(Stage stage, PrintStream out) {
    return System.console() == null
        ? new ProgressLines(stage, out)
        : new ProgressBarView(stage, out);
  }

  void show(Progress progress);

  @Override
  void close();

  /** What is worth a look beside the steps. */
  static String remark(Progress progress) {
    Double loss = progress.figures().get("loss");
    return progress.phase() == Progress.Phase.TRAINING && loss != null
        ? String.format(Locale.ROOT, "loss %.4f", loss)
        : progress.phase().name().toLowerCase(Locale.ROOT);
  }
}
