package dev.rlhf.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.operator.decide.RunDecision;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two operators with caches that are up to two versions behind, which carry out decisions that are
 * as old; nodes that fail; and a user who deletes what has ended, and what has not.
 */
@ExtendWith({ApiServerBinaries.class, ApiServer.class})
class StormTest {
  private static final String RUN = "quick";
  private static final int MOVES = 60;
  private static final int ENOUGH = 40;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void nothingIsEverDoneTwice(long seed, Cluster cluster) {
    String patient = User.QUICK.replace("errors: 2, disruptions: 3", "errors: 100");
    assertThat(survives(patient, seed, cluster)).isTrue();
  }

  /** One error ends a stage, so that some of these runs fail while the other stage is under way. */
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16})
  void norWithTwoStagesAtATime(long seed, Cluster cluster) {
    String impatient = User.SIDE_BY_SIDE.replace("errors: 2, disruptions: 3", "errors: 0");
    assertThat(survives(impatient, seed, cluster)).isTrue();
  }

  /** The user has the run hold still and go on, and go back, while all that happens. */
  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25, 26})
  void norWhenTheUserCannotDecide(long seed, Cluster cluster) {
    String patient = User.QUICK.replace("errors: 2, disruptions: 3", "errors: 100");
    assertThat(survives(patient, seed, cluster, new Moods(cluster, seed)::move)).isTrue();
  }

  /** A user who has other things in mind, now and then. */
  private static final class Moods {
    private final User user;
    private final Random random;

    Moods(Cluster cluster, long seed) {
      user = new User(cluster);
      random = new Random(seed);
    }

    void move(int move) {
      switch (random.nextInt(12)) {
        case 0, 1 -> user.suspend(true);
        case 2, 3 -> user.suspend(false);
        case 4 -> user.restart("sft", "at move " + move);
        default -> {}
      }
    }
  }

  private static boolean survives(String manifest, long seed, Cluster cluster) {
    return survives(manifest, seed, cluster, move -> {});
  }

  private static boolean survives(String manifest, long seed, Cluster cluster, IntConsumer user) {
    var random = new Random(seed);
    var clock = new TestClock();
    var operators = List.of(new Operator(cluster, clock), new Operator(cluster, clock));
    var nodes = new StormyNodes(cluster, random);
    new User(cluster).apply(manifest);
    var history = new History(cluster, RUN);

    for (int move = 0; move < MOVES; move++) {
      user.accept(move);
      Operator operator = operators.get(random.nextInt(2));
      switch (random.nextInt(5)) {
        case 0, 1 -> operator.reconcile(RUN, history.behind(random.nextInt(3)));
        case 2 -> operator.replay(history.behind(1 + random.nextInt(2)));
        case 3 -> nodes.move(history.now());
        default -> clock.advance(Duration.ofSeconds(random.nextInt(20)));
      }
      history.look();
    }

    new User(cluster).suspend(false);
    return endsWell(operators.get(0), nodes, history, clock);
  }

  /** When the storm is over, the run comes to its end. */
  private static boolean endsWell(
      Operator operator, StormyNodes nodes, History history, TestClock clock) {
    for (int i = 0; i < ENOUGH; i++) {
      operator.settle(RUN);
      history.look();
      if (history.now().run().filter(StormTest::isOver).isPresent()) {
        return true;
      }
      nodes.calm(history.now());
      history.look();
      clock.advance(Duration.ofMinutes(10));
    }
    return false;
  }

  private static boolean isOver(RLHFRun run) {
    return RunDecision.isOver(run);
  }
}
