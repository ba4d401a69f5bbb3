package dev.rlhf.trainer.eval;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.rlhf.plan.EvalSettings;
import dev.rlhf.plan.Stage;
import dev.rlhf.trainer.sft.SftFixture;
import dev.rlhf.trainer.stage.StageContext;
import dev.rlhf.trainer.tensor.TorchRuntime;
import dev.rlhf.trainer.tokens.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationLearnerTest {
  @TempDir private Path root;

  @Test
  void isGivenUpWheneverItAsksAndThenMadeAfterAll() throws IOException {
    EvaluationFixture fixture = EvaluationFixture.in(root);
    EvalSettings few = new EvalSettings(2, 3, 0.8, 0.9, 1.1, List.of());
    StageContext stage = fixture.context(fixture.config(few, EvaluationFixture.ROWS));
    EvaluationModels models = EvaluationModels.of(stage);
    try (NDManager manager = TorchRuntime.manager();
        Tokenizer tokenizer = SftFixture.tokenizer();
        EvaluationLearner learner =
            new EvaluationLearner(
                stage,
                models,
                HeldOut.read(stage, fixture.folder(Stage.SFT), tokenizer, models.positions()),
                tokenizer,
                manager)) {
      int asked = 0;
      while (learner.step(1, after(asked)).isEmpty()) {
        asked++;
      }

      // Two models answer, five times answers are scored, twice a side of pairs.
      assertThat(asked).isGreaterThanOrEqualTo(9);
    }
  }

  /** Says yes when it is asked once more than so often. */
  private static BooleanSupplier after(int questions) {
    int[] left = {questions};
    return () -> left[0]-- == 0;
  }
}
