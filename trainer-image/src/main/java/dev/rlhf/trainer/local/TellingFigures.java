package dev.rlhf.trainer.local;

import dev.rlhf.plan.Stage;
import dev.rlhf.trainer.metrics.Figure;
import dev.rlhf.trainer.ppo.PpoFigure;
import dev.rlhf.trainer.rm.RmFigure;
import dev.rlhf.trainer.sft.SftFigure;
import java.util.List;

/** Which of a stage's figures tell people how it goes. */
final class TellingFigures {
  private TellingFigures() {}

  /** Their names; none where the stage has a table of its own. */
  static List<String> of(Stage stage) {
    List<Figure> figures =
        switch (stage) {
          case SFT -> List.of(SftFigure.LOSS);
          case RM -> List.of(RmFigure.LOSS, RmFigure.ACCURACY);
          case PPO -> List.of(PpoFigure.REWARD, PpoFigure.KL);
          case EVAL -> List.of();
        };
    return figures.stream().map(Figure::id).toList();
  }
}
