package dev.rlhf.trainer.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.trainer.model.ModelSize;
import org.junit.jupiter.api.Test;

class BatchBoundsTest {

  @Test
  void asManyRowsAreReadAsACallMayCompute() {
    // 2e11 operations, two for each parameter and token.
    assertThat(bounds(1_000_000_000, 6).rowsRead(20)).isEqualTo(5);
    // 16,384 tokens of a call.
    assertThat(bounds(1000, 6).rowsRead(1024)).isEqualTo(16);
    assertThat(bounds(1000, 6).rowsRead(1)).isEqualTo(64);
  }

  @Test
  void rowsAreContinuedTogetherUntilTheirCachesAreAsLargeAsTheModel() {
    // 2^30 parameters, 2^16 numbers for a token: room for 2^14 tokens.
    assertThat(bounds(1L << 30, 1 << 16).rowsContinued(1024, 512)).isEqualTo(32);
    assertThat(bounds(1L << 30, 1 << 16).rowsContinued(1024, 1 << 20)).isEqualTo(1);
    assertThat(bounds(1L << 30, 1 << 16).rowsContinued(1024, 8)).isEqualTo(64);
  }

  @Test
  void theCachesOfASmallModelHaveHalfAGibibyte() {
    // 2^27 numbers, 2^14 for a token: 2^13 tokens.
    assertThat(bounds(1000, 1 << 14).rowsContinued(1024, 1024)).isEqualTo(8);
  }

  @Test
  void noBatchIsLeftWithAFewRows() {
    assertThat(bounds(1000, 1 << 14).rowsContinued(9, 1024)).isEqualTo(5);
    assertThat(bounds(1000, 1 << 14).rowsContinued(3, 1024)).isEqualTo(3);
  }

  private static BatchBounds bounds(long parameters, long cached) {
    return new BatchBounds(new ModelSize(parameters, parameters, 10, 4, false, 2, 19, 1, cached));
  }
}
