package dev.rlhf.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.rlhf.contract.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A stage.yaml may be written by hand, past the manifest's rules. */
class StageConfigTest {
  private String yaml;

  @BeforeEach
  void read() throws IOException {
    yaml = Files.readString(Path.of("src/test/resources/plan/sft/out-sft.yaml"));
  }

  @Test
  void whatThePlanWritesIsRead() throws IOException {
    assertThat(Documents.yaml(Documents.stageConfig(yaml))).isEqualTo(yaml);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "epochs: 2|epochs: 0|settings.epochs is 0: write 1 or more",
        "batchSize: 1024|batchSize: -1|settings.batchSize is -1: write 1 or more",
        "microBatchSize: 8|microBatchSize: 0|settings.microBatchSize is 0: write 1 or more",
        "learningRate: 9.5E-6|learningRate: -1|learningRate is -1.0: write a number above 0",
        "maxLength: 2048|maxLength: 1|settings.maxLength is 1: write 2 or more",
        "warmupRatio: 0.1|warmupRatio: 1.5|settings.optimizer.warmupRatio is 1.5: write 0 to 1",
        "beta2: 0.95|beta2: 1.0|settings.optimizer.beta2 is 1.0: write 0 or more, below 1",
        "maxGradNorm: 1.0|maxGradNorm: 0|optimizer.maxGradNorm is 0.0: write a number above 0",
        "weightDecay: 0.0|weightDecay: -1|optimizer.weightDecay is -1.0: write 0 or more",
        "everySteps: 100|everySteps: 0|checkpoints.everySteps is 0: write 1 or more",
        "keep: 3|keep: 0|checkpoints.keep is 0: write 1 or more",
        "root: /checkpoints|root: null|root is missing: write it",
        "version: 1|version: 2|version 2 of stage.yaml is not known: write version 1",
        "uri: pvc://models/llama/7b|url: there|Unrecognized field \"url\"",
      })
  void whatIsWrongIsRefusedByItsName(String right, String wrong, String message) {
    assertThat(yaml).contains(right);

    assertThatThrownBy(() -> Documents.stageConfig(yaml.replace(right, wrong)))
        .isInstanceOf(JsonProcessingException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "epochs: 1|epochs: 0|settings.epochs is 0: write 1 or more",
        "lmLossOn: answer|lmLossOn: null|settings.lmLossOn is missing: write answer or dialogue",
      })
  void whatIsWrongForTheRewardModelIsToo(String right, String wrong, String message)
      throws IOException {
    String rm = Files.readString(Path.of("src/test/resources/plan/main-job/out-rm.yaml"));
    assertThat(rm).contains(right);

    assertThatThrownBy(() -> Documents.stageConfig(rm.replace(right, wrong)))
        .isInstanceOf(JsonProcessingException.class)
        .hasMessageContaining(message);
  }
}
