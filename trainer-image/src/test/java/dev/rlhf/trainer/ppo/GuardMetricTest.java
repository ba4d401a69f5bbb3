package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.manifest.GuardMetric;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GuardMetricTest {

  @ParameterizedTest
  @EnumSource
  void isAFigureOfPpo(GuardMetric metric) {
    assertThat(PpoFigure.valueOf(metric.name()).id()).isEqualTo(metric.id());
  }
}
