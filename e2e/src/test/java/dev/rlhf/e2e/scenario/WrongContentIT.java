package dev.rlhf.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlhf.e2e.actor.ClusterUser;
import dev.rlhf.e2e.actor.PlatformTeam;
import dev.rlhf.e2e.cluster.OnKind;
import dev.rlhf.manifest.RunPhase;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is wrong in a manifest, in data or in the chart's values is said where people look. */
@Order(3)
@ExtendWith(OnKind.class)
class WrongContentIT {

  @Test
  void aWrongManifestIsRefusedWhenItIsApplied(ClusterUser user) {
    assertThatThrownBy(() -> user.applies(Resource.manifest("wrong-rate")))
        .hasMessageContaining("learningRate must be greater than 0");
  }

  @Test
  void aValueThatTheChartDoesNotKnowIsRefused(PlatformTeam team) {
    assertThatThrownBy(() -> team.setsAValue("replica=2")).hasMessageContaining("'replica'");
  }

  @Test
  void aMissingFileFailsTheRunOnceWithTheReason(ClusterUser user) {
    user.applies(Resource.manifest("empty-claim"));

    user.applies(Resource.manifest("missing-file"));

    var run = user.waitsForTheEnd("missing-file");
    assertThat(run.getStatus().phase()).isEqualTo(RunPhase.FAILED);
    assertThat(ClusterUser.stage(run, "sft").intent().attempt()).isEqualTo(1);
    assertThat(run.getStatus().conditions())
        .filteredOn(condition -> condition.type().equals("Failed"))
        .singleElement()
        .satisfies(
            failed -> {
              assertThat(failed.status()).isEqualTo("True");
              assertThat(failed.reason()).isEqualTo("InvalidInput");
              assertThat(failed.message()).contains("not-there.jsonl");
            });
  }
}
