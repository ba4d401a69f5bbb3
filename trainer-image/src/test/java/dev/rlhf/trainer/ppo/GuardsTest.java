package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.manifest.GuardAction;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GuardsTest {

  private static final Guards GUARDS =
      new Guards(
          PpoFixture.settings(
                  "guards: [{metric: kl, above: 0.5, forSteps: 2, action: Stop},"
                      + " {metric: entropy, below: 0.1, action: Warn}]")
              .guards());

  private static Guards.Count count(List<Integer> before, double kl, double entropy) {
    return GUARDS.count(before, Map.of(PpoFigure.KL, kl, PpoFigure.ENTROPY, entropy));
  }

  @Test
  void isDueAfterSoManyIterationsInARow() {
    Guards.Count first = count(List.of(0, 0), 0.6, 1);
    Guards.Count second = count(first.streaks(), 0.7, 1);

    assertThat(first.streaks()).containsExactly(1, 0);
    assertThat(first.due()).isEmpty();
    assertThat(second.due())
        .containsExactly(
            new Guards.Due(0, GuardAction.STOP, "kl is 0.7000, above 0.5 for 2 steps"));
    // It counts anew.
    assertThat(second.streaks()).containsExactly(0, 0);
  }

  @Test
  void anIterationWithinBoundsEndsTheRow() {
    assertThat(count(List.of(1, 0), 0.5, 1).streaks()).containsExactly(0, 0);
  }

  @Test
  void watchesBothSides() {
    assertThat(count(List.of(0, 0), 0, 0.05).due())
        .containsExactly(
            new Guards.Due(1, GuardAction.WARN, "entropy is 0.05000, below 0.1 for 1 step"));
    assertThat(count(List.of(0, 0), 0, 0.1).due()).isEmpty();
  }

  @Test
  void anIterationWithoutTheFigureCountsNeitherWay() {
    assertThat(GUARDS.count(List.of(1, 0), Map.of()).streaks()).containsExactly(1, 0);
  }

  @Test
  void oneThatWarnsDisturbsNoGoodCheckpoint() {
    assertThat(GUARDS.areQuiet(List.of(0, 0))).isTrue();
    assertThat(GUARDS.areQuiet(List.of(0, 5))).isTrue();
    assertThat(GUARDS.areQuiet(List.of(1, 0))).isFalse();
  }
}
