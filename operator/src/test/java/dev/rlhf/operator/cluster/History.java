package dev.rlhf.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.manifest.StageStatus;
import dev.rlhf.operator.objects.Labels;
import dev.rlhf.operator.objects.Role;
import dev.rlhf.operator.observe.JobState;
import dev.rlhf.operator.observe.Observation;
import dev.rlhf.operator.observe.View;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Everything that was seen of a run, version by version; it refuses what must never happen. */
final class History {
  private final Cluster cluster;
  private final String run;
  private final List<Snapshot> snapshots = new ArrayList<>();
  private final Map<Integer, String> recorded = new HashMap<>();
  private final Set<String> jobsSeen = new HashSet<>();

  History(Cluster cluster, String run) {
    this.cluster = cluster;
    this.run = run;
    look();
  }

  /** What a cache shows that is so many versions behind. */
  View behind(int versions) {
    return snapshots.get(Math.max(0, snapshots.size() - 1 - versions));
  }

  Snapshot now() {
    return snapshots.get(snapshots.size() - 1);
  }

  /** Takes the next version and compares it with all those before. */
  void look() {
    Snapshot next = Snapshot.of(cluster, run);
    Optional<StageStatus> before = snapshots.isEmpty() ? Optional.empty() : stage(now());
    Optional<StageStatus> after = stage(next);
    assertOneAtATime(next);
    assertNoSecondJob(next, before);
    before.ifPresent(was -> assertOnwards(was, after.orElseThrow()));
    after.ifPresent(this::assertRecordStays);
    next.jobs().forEach(job -> jobsSeen.add(job.getMetadata().getUid()));
    snapshots.add(next);
  }

  private static void assertOneAtATime(Snapshot next) {
    assertThat(next.jobs().stream().filter(Role.TRAINER::isOf).filter(History::isActive))
        .as("Jobs of a stage at a time")
        .hasSizeLessThanOrEqualTo(1);
    assertThat(next.pods().stream().filter(Role.TRAINER::isOf).filter(History::isLive))
        .as("processes of a stage at a time")
        .hasSizeLessThanOrEqualTo(1);
  }

  /** No Job appears for an attempt whose Job is recorded, nor for a stage that is finished. */
  private void assertNoSecondJob(Snapshot next, Optional<StageStatus> before) {
    boolean finished = before.filter(stage -> stage.phase().isFinished()).isPresent();
    next.jobs().stream()
        .filter(Role.TRAINER::isOf)
        .filter(job -> !jobsSeen.contains(job.getMetadata().getUid()))
        .forEach(
            job -> {
              assertThat(finished).as("a new Job for a finished stage").isFalse();
              assertThat(recorded)
                  .as("a second Job for an attempt")
                  .doesNotContainKey(
                      Integer.parseInt(job.getMetadata().getLabels().get(Labels.ATTEMPT)));
            });
  }

  private static void assertOnwards(StageStatus was, StageStatus is) {
    if (was.intent() != null) {
      assertThat(is.intent().attempt())
          .as("the attempt's number")
          .isGreaterThanOrEqualTo(was.intent().attempt());
    }
    if (was.phase().isFinished()) {
      assertThat(is).as("a finished stage").isEqualTo(was);
    }
  }

  private void assertRecordStays(StageStatus stage) {
    if (stage.jobUid() != null) {
      String first = recorded.putIfAbsent(stage.intent().attempt(), stage.jobUid());
      assertThat(Objects.requireNonNullElse(first, stage.jobUid())).isEqualTo(stage.jobUid());
    }
  }

  private static Optional<StageStatus> stage(Snapshot snapshot) {
    return snapshot.run().stream()
        .flatMap(run -> Observation.status(run).stages().stream())
        .findFirst();
  }

  static boolean isActive(Job job) {
    return JobState.of(job).phase() == JobState.Phase.ACTIVE;
  }

  static boolean isLive(Pod pod) {
    String phase = pod.getStatus().getPhase();
    return !phase.equals("Succeeded") && !phase.equals("Failed");
  }
}
