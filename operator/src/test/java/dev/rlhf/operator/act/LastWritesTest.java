package dev.rlhf.operator.act;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.manifest.RLHFRun;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import org.junit.jupiter.api.Test;

class LastWritesTest {
  private final LastWrites writes = new LastWrites();

  private static RLHFRun run(String uid, String version) {
    var run = new RLHFRun();
    run.setMetadata(new ObjectMetaBuilder().withUid(uid).withResourceVersion(version).build());
    return run;
  }

  @Test
  void aCacheThatShowsAnyVersionThatWasWrittenUponIsBehind() {
    RLHFRun second = run("a", "2");
    RLHFRun third = run("a", "3");
    writes.add(run("a", "1"), second);
    writes.add(second, third);

    assertThat(writes.orNewer(run("a", "1"))).isSameAs(third);
    assertThat(writes.orNewer(run("a", "2"))).isSameAs(third);
  }

  @Test
  void aCacheThatHasCaughtUpOrShowsWhatAnotherWroteIsBelieved() {
    writes.add(run("a", "1"), run("a", "2"));
    RLHFRun anothers = run("a", "7");

    assertThat(writes.orNewer(anothers)).isSameAs(anothers);
    RLHFRun first = run("a", "1");
    assertThat(writes.orNewer(first)).as("what was seen is not waited for again").isSameAs(first);
  }

  @Test
  void aVersionBeforeAnothersWriteIsNotTakenForOneOfOurs() {
    writes.add(run("a", "1"), run("a", "2"));
    RLHFRun ours = run("a", "6");
    writes.add(run("a", "5"), ours);
    RLHFRun first = run("a", "1");

    assertThat(writes.orNewer(first)).isSameAs(first);
  }

  @Test
  void aRunOfTheSameNameIsAnotherOne() {
    writes.add(run("a", "1"), run("a", "2"));
    RLHFRun another = run("b", "1");

    assertThat(writes.orNewer(another)).isSameAs(another);
  }
}
