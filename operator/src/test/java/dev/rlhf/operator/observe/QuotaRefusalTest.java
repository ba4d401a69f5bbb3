package dev.rlhf.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaRefusalTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "requests.nvidia.com/gpu=8|requests.nvidia.com/gpu=0|requests.nvidia.com/gpu=4|true",
        "requests.nvidia.com/gpu=4|requests.nvidia.com/gpu=1|requests.nvidia.com/gpu=4|false",
        "cpu=500m,memory=3Gi|cpu=0,memory=0|cpu=1,memory=2048Mi|true",
        "cpu=500m,memory=2Gi|cpu=800m,memory=1Gi|cpu=1,memory=2048Mi|false"
      })
  void whatAsksForMoreThanThereIsInAllWillNeverFit(
      String requested, String used, String limited, boolean forEver) {
    String message =
        "Error creating: pods \"quick-sft-1-abcde\" is forbidden: exceeded quota: team-a, requested: %s, used: %s, limited: %s"
            .formatted(requested, used, limited);

    assertThat(QuotaRefusal.of(message).map(QuotaRefusal::isForEver)).contains(forEver);
  }

  @Test
  void anotherRefusalIsNone() {
    assertThat(QuotaRefusal.of("Error creating: pods is forbidden: violates PodSecurity"))
        .isEmpty();
  }
}
