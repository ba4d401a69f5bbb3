package dev.rlhf.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.e2e.actor.ClusterUser;
import dev.rlhf.e2e.actor.PlatformTeam;
import dev.rlhf.e2e.cluster.OnKind;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The platform team takes the operator away: what users made stays. */
@Order(8)
@ExtendWith(OnKind.class)
class UninstallIT {

  @Test
  void uninstallingKeepsTheRuns(PlatformTeam team, ClusterUser user) {
    user.applies(Resource.manifest("needs-gpu"));

    team.uninstallsTheOperator();

    assertThat(team.sees(user, "needs-gpu").getMetadata().getDeletionTimestamp()).isNull();
  }
}
