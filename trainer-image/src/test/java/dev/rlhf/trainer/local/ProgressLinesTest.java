package dev.rlhf.trainer.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.contract.Progress;
import dev.rlhf.contract.Progress.Phase;
import dev.rlhf.plan.Stage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {

  @Test
  void eachTenthOfTheWayIsALine() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ProgressLines lines = new ProgressLines(Stage.SFT, new PrintStream(out));

    lines.show(progress(Phase.LOADING, 0, 0));
    for (long step = 0; step <= 40; step++) {
      lines.show(progress(Phase.TRAINING, step, 40));
    }

    assertThat(out.toString().lines())
        .hasSize(11)
        .startsWith("sft: step 0 of 40, loss 0.5000", "sft: step 4 of 40, loss 0.5000")
        .endsWith("sft: step 40 of 40, loss 0.5000");
  }

  private static Progress progress(Phase phase, long step, long total) {
    return new Progress(phase, step, total, 1, null, null, 0, null, null, Map.of("loss", 0.5));
  }
}
