package dev.rlhf.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.manifest.StageStatus;
import dev.rlhf.operator.objects.Labels;
import dev.rlhf.operator.objects.Role;
import dev.rlhf.operator.observe.JobState;
import dev.rlhf.operator.observe.Observation;
import dev.rlhf.operator.observe.View;
import dev.rlhf.plan.Stage;
import io.fabric8.kubernetes.api.model.HasMetadata;
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
import java.util.stream.Stream;

/** Everything that was seen of a run, version by version; it refuses what must never happen. */
final class History {
  private final Cluster cluster;
  private final String run;
  private final List<Snapshot> snapshots = new ArrayList<>();
  private final Map<String, String> recorded = new HashMap<>();
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
    List<StageStatus> before = snapshots.isEmpty() ? List.of() : stages(now());
    List<StageStatus> after = stages(next);
    for (Stage stage : Stage.values()) {
      assertOneAtATime(stage, next);
      assertNoSecondJob(stage, next, named(before, stage));
      named(before, stage).ifPresent(was -> assertOnwards(was, named(after, stage).orElseThrow()));
    }
    after.forEach(this::assertRecordStays);
    next.jobs().forEach(job -> jobsSeen.add(job.getMetadata().getUid()));
    snapshots.add(next);
  }

  private static void assertOneAtATime(Stage stage, Snapshot next) {
    assertThat(trainers(stage, next.jobs()).filter(History::isActive))
        .as("Jobs of a stage at a time")
        .hasSizeLessThanOrEqualTo(1);
    assertThat(trainers(stage, next.pods()).filter(History::isLive))
        .as("processes of a stage at a time")
        .hasSizeLessThanOrEqualTo(1);
  }

  /** No Job appears for an attempt whose Job is recorded, nor for a stage that is finished. */
  private void assertNoSecondJob(Stage stage, Snapshot next, Optional<StageStatus> before) {
    boolean finished = before.filter(s -> s.phase().isFinished()).isPresent();
    trainers(stage, next.jobs())
        .filter(job -> !jobsSeen.contains(job.getMetadata().getUid()))
        .forEach(
            job -> {
              assertThat(finished).as("a new Job for a finished stage").isFalse();
              assertThat(recorded)
                  .as("a second Job for an attempt")
                  .doesNotContainKey(
                      stage.id() + "-" + job.getMetadata().getLabels().get(Labels.ATTEMPT));
            });
  }

  private static void assertOnwards(StageStatus was, StageStatus is) {
    if (was.intent() != null) {
      assertThat(is.intent().attempt())
          .as("the attempt's number")
          .isGreaterThanOrEqualTo(was.intent().attempt());
    }
    if (was.phase().isFinished() && was.restarted() == is.restarted()) {
      assertThat(is).as("a finished stage").isEqualTo(was);
    }
  }

  private void assertRecordStays(StageStatus stage) {
    if (stage.jobUid() != null) {
      String attempt = stage.name() + "-" + stage.intent().attempt();
      String first = recorded.putIfAbsent(attempt, stage.jobUid());
      assertThat(Objects.requireNonNullElse(first, stage.jobUid())).isEqualTo(stage.jobUid());
    }
  }

  private static <T extends HasMetadata> Stream<T> trainers(Stage stage, List<T> objects) {
    return objects.stream()
        .filter(Role.TRAINER::isOf)
        .filter(object -> stage.id().equals(object.getMetadata().getLabels().get(Labels.STAGE)));
  }

  private static List<StageStatus> stages(Snapshot snapshot) {
    return snapshot.run().map(run -> Observation.status(run).stages()).orElse(List.of());
  }

  private static Optional<StageStatus> named(List<StageStatus> stages, Stage stage) {
    return stages.stream().filter(s -> s.name().equals(stage.id())).findFirst();
  }

  static boolean isActive(Job job) {
    return JobState.of(job).phase() == JobState.Phase.ACTIVE;
  }

  static boolean isLive(Pod pod) {
    String phase = pod.getStatus().getPhase();
    return !phase.equals("Succeeded") && !phase.equals("Failed");
  }
}
