package dev.rlhf.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An operator that is told to end gives its lease up on the way, and does end. */
class LeadershipTest {
  private static final int KILLED_BY_SIGTERM = 143;

  /** A process that leads no more once it ends, as the framework tells it. */
  public static final class Leader {
    private Leader() {}

    public static void main(String[] args) throws InterruptedException {
      LeaderElectionConfiguration election = new Beans().leaderElection();
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    election.getLeaderCallbacks().orElseThrow().onStopLeading();
                    if (election.isExitOnStopLeading()) {
                      System.exit(1);
                    }
                  }));
      System.out.println("leads");
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  /** The time is that of a process which would never end. */
  @Test
  @Timeout(120)
  void whoIsToldToEndEnds() throws IOException, InterruptedException {
    Process leader =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Leader.class.getName())
            .redirectErrorStream(true)
            .start();
    try (var words = leader.inputReader()) {
      assertThat(words.lines().filter("leads"::equals).findFirst()).isPresent();
      leader.destroy();

      assertThat(leader.waitFor()).isEqualTo(KILLED_BY_SIGTERM);
    } finally {
      leader.destroyForcibly();
    }
  }
}
