package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AdvantageShapingTest {

  /** Mean 5, deviation 2. */
  private static final List<double[]> ADVANTAGES =
      List.of(new double[] {2, 4}, new double[] {4, 4, 5, 5, 7}, new double[] {9});

  @Test
  void normalisesOverTheTokensOfAllAnswers() {
    List<double[]> shaped = new AdvantageShaping(true, new SymmetricClip(0)).of(ADVANTAGES);

    assertThat(shaped.get(0)).containsExactly(new double[] {-1.5, -0.5}, within(1e-8));
    assertThat(shaped.get(1)).containsExactly(new double[] {-0.5, -0.5, 0, 0, 1}, within(1e-8));
    assertThat(shaped.get(2)).containsExactly(new double[] {2}, within(1e-8));
  }

  @Test
  void clipsWhatIsNormalised() {
    List<double[]> shaped = new AdvantageShaping(true, new SymmetricClip(0.75)).of(ADVANTAGES);

    assertThat(shaped.get(0)).containsExactly(new double[] {-0.75, -0.5}, within(1e-8));
    assertThat(shaped.get(2)).containsExactly(0.75);
  }

  @Test
  void clipsAlone() {
    List<double[]> shaped = new AdvantageShaping(false, new SymmetricClip(4.5)).of(ADVANTAGES);

    assertThat(shaped.get(0)).containsExactly(2, 4);
    assertThat(shaped.get(2)).containsExactly(4.5);
  }

  @Test
  void isNothingWhereNothingIsAskedFor() {
    assertThat(new AdvantageShaping(false, new SymmetricClip(0)).of(ADVANTAGES))
        .usingRecursiveComparison()
        .isEqualTo(ADVANTAGES);
  }

  @Test
  void equalAdvantagesAndASingleOneAreNought() {
    AdvantageShaping shaping = new AdvantageShaping(true, new SymmetricClip(0));

    assertThat(shaping.of(List.of(new double[] {0.3, 0.3, 0.3})).get(0))
        .containsExactly(new double[] {0, 0, 0}, within(1e-8));
    assertThat(shaping.of(List.of(new double[] {7})).get(0)).containsExactly(0);
  }
}
