package dev.rlhf.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rlhf.trainer.tensor.FormulaBench;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EntropyTest {

  private final FormulaBench bench = new FormulaBench();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void isTheLogarithmOfTheVocabularyWhereAllIsEquallyLikely() {
    assertThat(entropy(0, 0, 0, 0)).isCloseTo((float) Math.log(4), within(1e-6f));
  }

  @Test
  void isZeroWhereOneTokenIsCertain() {
    assertThat(entropy(0, 200, 0, 0)).isCloseTo(0, within(1e-6f));
  }

  @Test
  void isTheSumOfItsTerms() {
    double p = Math.E / (Math.E + 1);
    double expected = -p * Math.log(p) - (1 - p) * Math.log(1 - p);

    assertThat(entropy(1, 0)).isCloseTo((float) expected, within(1e-6f));
  }

  private float entropy(double... logits) {
    return bench
        .call(new Entropy(), "entropy", bench.vector(logits).reshape(1, logits.length))
        .singletonOrThrow()
        .getFloat();
  }
}
