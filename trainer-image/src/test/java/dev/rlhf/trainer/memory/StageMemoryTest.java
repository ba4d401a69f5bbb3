package dev.rlhf.trainer.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.contract.Documents;
import dev.rlhf.manifest.InitFrom;
import dev.rlhf.manifest.LmLossOn;
import dev.rlhf.manifest.PpoStage;
import dev.rlhf.plan.EvalSettings;
import dev.rlhf.plan.OptimizerSettings;
import dev.rlhf.plan.PpoSettings;
import dev.rlhf.plan.RmSettings;
import dev.rlhf.plan.SftSettings;
import dev.rlhf.trainer.model.ModelSize;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class StageMemoryTest {

  private static final OptimizerSettings OPTIMIZER = OptimizerSettings.of(null);
  private static final ModelSize LANGUAGE = new ModelSize(1000, 1000, 10, 4, false, 2, 19, 12, 6);
  private static final ModelSize REWARD = new ModelSize(900, 900, 10, 4, false, 2, 19, 12, 6);
  private static final StageMemory MEMORY = new StageMemory(LANGUAGE, REWARD, 30, 1);

  @Test
  void sftHoldsWeightsAndBothMoments() {
    SftSettings settings = new SftSettings(1, 8, 2, 1e-5, OPTIMIZER, 2048, null, null, null);
    MemoryEstimate estimate = MEMORY.of(settings);
    assertThat(estimate.bytes())
        .containsEntry(MemoryPart.WEIGHTS, 4 * 1000L)
        .containsEntry(MemoryPart.MOMENTS, 8 * 1000L)
        .containsEntry(MemoryPart.BASE, StageMemory.BASE_BYTES);
    // Rows are no longer than the model's 30 positions.
    assertThat(estimate.bytes()).containsEntry(MemoryPart.ACTIVATIONS, 4 * 2 * 30 * 50L);
  }

  @Test
  void eachLaneHasBuffersOfItsOwnAndItsShareOfRows() {
    SftSettings settings = new SftSettings(1, 8, 4, 1e-5, OPTIMIZER, 2, null, null, null);
    MemoryEstimate one = MEMORY.of(settings);
    MemoryEstimate two = new StageMemory(LANGUAGE, REWARD, 30, 2).of(settings);
    assertThat(two.bytes().get(MemoryPart.GRADIENTS))
        .isEqualTo(2 * one.bytes().get(MemoryPart.GRADIENTS));
    assertThat(two.bytes())
        .containsEntry(MemoryPart.WEIGHTS, 4 * 1000L)
        .containsEntry(MemoryPart.ACTIVATIONS, one.bytes().get(MemoryPart.ACTIVATIONS));
  }

  @Test
  void aMicroBatchOfOneRowHasOneLane() {
    SftSettings settings = new SftSettings(1, 8, 1, 1e-5, OPTIMIZER, 2, null, null, null);
    assertThat(new StageMemory(LANGUAGE, REWARD, 30, 2).of(settings))
        .isEqualTo(MEMORY.of(settings));
  }

  @Test
  void aRewardModelThatSpeaksLearnsItsUntiedHeadToo() {
    assertThat(MEMORY.of(rm(0)).bytes()).containsEntry(MemoryPart.WEIGHTS, 4 * 900L);
    assertThat(MEMORY.of(rm(1)).bytes()).containsEntry(MemoryPart.WEIGHTS, 4 * 940L);
    ModelSize tied = new ModelSize(1000, 1000, 10, 4, true, 2, 19, 12, 6);
    assertThat(new StageMemory(tied, REWARD, 30, 1).of(rm(1)).bytes())
        .containsEntry(MemoryPart.WEIGHTS, 4 * 900L);
  }

  private static RmSettings rm(double lmLoss) {
    return new RmSettings(
        InitFrom.SFT, lmLoss, LmLossOn.ANSWER, 1, 8, 2, 1e-5, OPTIMIZER, 2048, null, null, null);
  }

  /** While the policy learns, the gradients of one of its two layers stand beside its buffers. */
  @Test
  void ppoHoldsTheModelsThatLearnAndTheGradientsOfOneOfThem() throws IOException {
    MemoryEstimate estimate =
        MEMORY.of(
            ppo(
                """
                {"steps": 1, "rolloutBatchSize": 8, "batchSize": 8, "microBatchSize": 4,
                 "maxLength": 30, "maxResponseLength": 10}
                """));
    assertThat(estimate.bytes())
        .containsEntry(MemoryPart.WEIGHTS, 4 * 1900L)
        .containsEntry(MemoryPart.MOMENTS, 8 * 1900L)
        .containsEntry(MemoryPart.GRADIENTS, 4 * (1000 + (1000 - 2 * 40) / 2L));
    assertThat(estimate.bytes().getOrDefault(MemoryPart.REFERENCE, 0L)).isZero();
  }

  /** Of answers much longer than prompts, where each token's logits are most of what it takes. */
  @Test
  void ppoHoldsOneOfTheModelsThatAnswerWhileItScores() throws IOException {
    ModelSize speaks = new ModelSize(9000, 9000, 10, 4, false, 2, 1, 20, 1);
    MemoryEstimate estimate =
        new StageMemory(speaks, REWARD, 30, 1)
            .of(
                ppo(
                    """
                    {"steps": 1, "rolloutBatchSize": 1, "batchSize": 1, "microBatchSize": 1,
                     "maxLength": 30, "maxResponseLength": 10}
                    """));
    assertThat(estimate.bytes()).containsEntry(MemoryPart.REFERENCE, 4 * 9000L);
  }

  @Test
  void underAdaptersTheWeightsOfTwoModelsAreThere() throws IOException {
    ModelSize language = new ModelSize(1000, 70, 10, 4, false, 2, 19, 20, 6);
    ModelSize reward = new ModelSize(900, 50, 10, 4, false, 2, 19, 20, 6);
    PpoSettings settings =
        ppo(
            """
            {"steps": 1, "rolloutBatchSize": 8, "batchSize": 8, "microBatchSize": 4,
             "maxLength": 30, "maxResponseLength": 10}
            """);
    assertThat(new StageMemory(language, reward, 30, 1).of(settings).bytes())
        .containsEntry(MemoryPart.WEIGHTS, 4 * 120L)
        .containsEntry(MemoryPart.REFERENCE, 4 * 1900L)
        .containsEntry(MemoryPart.MOMENTS, 8 * 120L)
        .containsEntry(MemoryPart.GRADIENTS, 4 * (70 + 70 / 2L));
  }

  private static PpoSettings ppo(String fields) throws IOException {
    return PpoSettings.of(Documents.read(fields.getBytes(UTF_8), PpoStage.class));
  }

  @Test
  void evaluationHoldsThreeModels() {
    EvalSettings settings = new EvalSettings(4, 10, 1, 1, 1, List.of());
    assertThat(MEMORY.of(settings).bytes()).containsEntry(MemoryPart.REFERENCE, 4 * 2900L);
  }

  @Test
  void anAnswerAsLongAsTheModelReadsLeavesAPromptOfOneToken() {
    MemoryEstimate longest = MEMORY.of(evaluation(30));
    assertThat(longest.total()).isGreaterThan(MEMORY.of(evaluation(28)).total());
    assertThat(MEMORY.of(evaluation(300))).isEqualTo(longest);
  }

  private static EvalSettings evaluation(int answer) {
    return new EvalSettings(4, answer, 1, 1, 1, List.of());
  }
}
