package dev.rlhf.trainer.local;

import dev.rlhf.contract.Progress;
import dev.rlhf.plan.Stage;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar that is redrawn in place. */
final class ProgressBarView implements ProgressView {
  private static final int REDRAW_MILLIS = 250;

  private final Stage stage;
  private final ProgressBar bar;
  private volatile Long etaSeconds;

  ProgressBarView(Stage stage, PrintStream out) {
    this.stage = stage;
    bar =
        new ProgressBarBuilder()
            .setTaskName(stage.id())
            .setInitialMax(-1)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(REDRAW_MILLIS)
            .setEtaFunction(state -> Optional.ofNullable(etaSeconds).map(Duration::ofSeconds))
            .setConsumer(new ConsoleProgressBarConsumer(out))
            .build();
  }

  @Override
  public void show(Progress progress) {
    etaSeconds = progress.etaSeconds();
    if (progress.total() > 0) {
      bar.maxHint(progress.total());
    }
    bar.stepTo(progress.step()).setExtraMessage(" " + ProgressView.remark(stage, progress));
  }

  @Override
  public void close() {
    bar.close();
  }
}
