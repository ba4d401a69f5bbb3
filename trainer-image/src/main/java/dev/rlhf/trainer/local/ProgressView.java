package dev.rlhf.trainer.local;

import dev.rlhf.contract.Progress;
import dev.rlhf.plan.Stage;
import java.io.PrintStream;
import java.util.Locale;
import java.util.stream.Collectors;

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
  static String remark(Stage stage, Progress progress) {
    String figures =
        TellingFigures.of(stage).stream()
            .filter(progress.figures()::containsKey)
            .map(name -> String.format(Locale.ROOT, "%s %.4f", name, progress.figures().get(name)))
            .collect(Collectors.joining(", "));
    return progress.phase() == Progress.Phase.TRAINING && !figures.isEmpty()
        ? figures
        : progress.phase().name().toLowerCase(Locale.ROOT);
  }
}
