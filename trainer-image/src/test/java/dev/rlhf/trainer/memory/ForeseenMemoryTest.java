package dev.rlhf.trainer.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.contract.PeakMemory;
import dev.rlhf.manifest.ChatFormat;
import dev.rlhf.plan.CheckpointSettings;
import dev.rlhf.plan.Input;
import dev.rlhf.plan.LoraSettings;
import dev.rlhf.plan.OptimizerSettings;
import dev.rlhf.plan.Parent;
import dev.rlhf.plan.RunIdentity;
import dev.rlhf.plan.SftSettings;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.ModelConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ForeseenMemoryTest {
  private static final String MODEL =
      Path.of("src/test/resources/sft/model").toAbsolutePath().toString();

  private static SftSettings settings(LoraSettings lora) {
    return new SftSettings(1, 8, 2, 1e-5, OptimizerSettings.of(null), 2048, lora, null, null);
  }

  private static StageConfig config(String model, Map<Stage, Parent> parents, LoraSettings lora) {
    return new StageConfig(
        StageConfig.VERSION,
        Stage.SFT,
        new RunIdentity("fern", "0f1e2d3c-4b5a"),
        1,
        ChatFormat.TOKENIZER,
        "/checkpoints",
        new Input("pvc://models/small", model),
        Map.of(),
        parents,
        new CheckpointSettings(1, 1),
        settings(lora));
  }

  private static PeakMemory expected(LoraSettings lora) throws IOException {
    ModelConfig model = HuggingFaceFolder.open(Path.of(MODEL)).config();
    MemoryEstimate estimate =
        StageMemory.of(model, model.rewardModel(0), lora, 2).of(settings(lora));
    return new PeakMemory(estimate.total());
  }

  @Test
  void isThatOfTheModelThatTheStageStartsFrom() throws IOException {
    assertThat(ForeseenMemory.of(config(MODEL, Map.of(), null), 2)).contains(expected(null));
    assertThat(ForeseenMemory.of(config(null, Map.of(Stage.SFT, new Parent(MODEL, null)), null), 2))
        .as("a parent comes before the run's model")
        .contains(expected(null));
  }

  @Test
  void nothingIsForeseenOfAModelThatIsNotThere() throws IOException {
    assertThat(ForeseenMemory.of(config(null, Map.of(), null), 2)).isEmpty();
    assertThat(ForeseenMemory.of(config("/nowhere", Map.of(), null), 2)).isEmpty();
  }

  @Test
  void anAdapterIsTakenIntoAccount() throws IOException {
    LoraSettings lora = new LoraSettings(4, 8, List.of(LoraSettings.ALL_LINEAR));

    assertThat(ForeseenMemory.of(config(MODEL, Map.of(), lora), 2)).contains(expected(lora));
    assertThat(expected(lora)).isNotEqualTo(expected(null));
  }
}
