package dev.rlhf.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.plan.CheckpointSettings;
import dev.rlhf.plan.EvalSettings;
import dev.rlhf.plan.PpoSettings;
import dev.rlhf.plan.RmSettings;
import dev.rlhf.plan.SftSettings;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeableTest {
  /** What {@code stage.yaml} tells of each part; the trainer compares it by these names. */
  private static final Map<String, Class<?>> TOLD =
      Map.of(
          "checkpoints",
          CheckpointSettings.class,
          "stages.sft",
          SftSettings.class,
          "stages.rewardModel",
          RmSettings.class,
          "stages.ppo",
          PpoSettings.class,
          "evaluation",
          EvalSettings.class);

  @ParameterizedTest
  @ValueSource(
      strings = {"checkpoints", "stages.sft", "stages.rewardModel", "stages.ppo", "evaluation"})
  void theTrainerIsToldOfItUnderTheSameName(String part) {
    assertThat(Arrays.stream(TOLD.get(part).getRecordComponents()).map(RecordComponent::getName))
        .containsAll(Changeable.settings(part));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"checkpoints", "stages.sft", "stages.rewardModel", "stages.ppo", "evaluation"})
  void theManualListsIt(String part) throws IOException {
    String fields =
        Changeable.fields(part).stream().map("`%s`"::formatted).collect(Collectors.joining(", "));

    assertThat(Files.readString(Path.of("../docs/checkpoints.md")))
        .contains("| `%s` | %s |".formatted(part, fields));
  }

  @Test
  void whatAPodIsMadeFromIsNoSetting() {
    assertThat(Changeable.fields("stages.sft"))
        .contains("resources", "podTemplate", "activeDeadlineSeconds");
    assertThat(Changeable.settings("stages.sft"))
        .containsExactly(
            "epochs",
            "microBatchSize",
            "activationCheckpointing",
            "learningRate",
            "optimizer",
            "precision");
  }
}
