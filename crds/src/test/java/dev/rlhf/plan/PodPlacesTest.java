package dev.rlhf.plan;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlhf.manifest.Checkpoints;
import dev.rlhf.manifest.Source;
import org.junit.jupiter.api.Test;

class PodPlacesTest {
  private final PodPlaces places =
      new PodPlaces(new Checkpoints(null, null, null, null, null, null, 3, 100), new Fetched(null));

  @Test
  void aFileOfTheUsersMachineIsRefusedWithTheWayOut() {
    assertThatThrownBy(() -> places.path(new Source("file://model")))
        .isInstanceOf(InvalidManifestException.class)
        .hasMessage(
            "file://model is on your own machine, which a pod cannot read: put it on a claim and write"
                + " pvc://claim/path");
  }

  @Test
  void aSchemeThatTheSchemaShouldHaveRefusedIsRefusedHereToo() {
    assertThatThrownBy(() -> places.path(new Source("ftp://model")))
        .isInstanceOf(InvalidManifestException.class)
        .hasMessageStartingWith("unknown scheme in 'ftp://model'");
  }
}
