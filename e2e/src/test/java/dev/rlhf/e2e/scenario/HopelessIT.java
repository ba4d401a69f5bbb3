package dev.rlhf.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.e2e.actor.ClusterUser;
import dev.rlhf.e2e.actor.PlatformTeam;
import dev.rlhf.e2e.cluster.OnKind;
import dev.rlhf.manifest.RLHFRun;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What will never come is told in the words of those who know, and not waited for in silence. */
@Order(7)
@ExtendWith(OnKind.class)
class HopelessIT {
  private static final String NO_CLASS = "no-such-class";
  private static final String AT_ONCE = "nobody-at-once";
  private static final String LATER = "nobody-later";

  @Test
  void whatARunWaitsForIsNamed(PlatformTeam team, ClusterUser user) {
    team.offersStorage(AT_ONCE, "Immediate");
    team.offersStorage(LATER, "WaitForFirstConsumer");
    for (String name : new String[] {NO_CLASS, AT_ONCE, LATER}) {
      user.applies(Resource.manifest("storage", Map.of("NAME", name)));
    }
    user.applies(Resource.manifest("no-source"));

    // Storage and sources
    assertStalls(NO_CLASS, "StorageClassMissing", "\"no-such-class\" not found", user);
    assertWaits("no-source", "SourceMissing", "spec.data.demonstrations.uri: there is no", user);
    assertStalls(AT_ONCE, "ClaimUnbound", "'example.com/nobody'", user);
    assertStalls(LATER, "ClaimUnbound", "'example.com/nobody'", user);

    // And a quota, which keeps every other pod of the namespace away
    team.limits(user, "500m");
    user.applies(Resource.manifest("too-much"));
    assertStalls("too-much", "QuotaTooSmall", "exceeded quota: small", user);
  }

  private static void assertWaits(String name, String reason, String words, ClusterUser user) {
    RLHFRun run = user.waitsUntil(name, "waits", r -> reason.equals(r.getStatus().waiting()));
    assertThat(ClusterUser.verdict(run).message()).contains(words);
  }

  private static void assertStalls(String name, String reason, String words, ClusterUser user) {
    RLHFRun run =
        user.waitsUntil(name, "stalls", r -> "Stalled".equals(ClusterUser.verdict(r).type()));
    assertThat(ClusterUser.verdict(run).reason()).isEqualTo(reason);
    assertThat(ClusterUser.verdict(run).message()).contains(words);
    assertThat(run.getStatus().waiting()).isEqualTo(reason);
    user.deletes(name);
  }
}
