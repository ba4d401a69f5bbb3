package dev.rlhf.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.contract.AttemptStart;
import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.Documents;
import dev.rlhf.manifest.ChatFormat;
import dev.rlhf.plan.CheckpointSettings;
import dev.rlhf.plan.Input;
import dev.rlhf.plan.OptimizerSettings;
import dev.rlhf.plan.RunIdentity;
import dev.rlhf.plan.SftSettings;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StageConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three attempts at a stage: the second went on from step 3 of the first, the third from 5. */
class RetentionTest {
  private static final RunIdentity RUN = new RunIdentity("fern", "0f1e2d3c-4b5a");

  @TempDir Path run;
  private Path stage;

  @BeforeEach
  void attempts() throws IOException {
    stage = Files.createDirectory(run.resolve("sft"));
    write("1-a", null, 1, 2, 3);
    write("2-b", new AttemptStart.Base("1-a", 3, "d"), 4, 5);
    write("3-c", new AttemptStart.Base("2-b", 5, "d"), 6);
  }

  private void write(String name, AttemptStart.Base from, long... steps) throws IOException {
    Path attempt = Files.createDirectory(stage.resolve(name));
    AttemptFolder.begin(attempt, new AttemptStart(Character.digit(name.charAt(0), 10), "p", from));
    for (long step : steps) {
      checkpoint(attempt, Stage.SFT, step, Map.of());
    }
  }

  private static Checkpoint checkpoint(
      Path attempt, Stage role, long step, Map<String, String> parents) throws IOException {
    StageConfig config =
        new StageConfig(
            StageConfig.VERSION,
            Stage.SFT,
            RUN,
            1,
            ChatFormat.TOKENIZER,
            "/checkpoints",
            new Input("demo://model", null),
            Map.of(),
            Map.of(),
            new CheckpointSettings(1, 1),
            new SftSettings(1, 1, 1, 1, OptimizerSettings.of(null), 2, null, null, null));
    Provenance provenance =
        new Provenance(
            config,
            Documents.yaml(config),
            1,
            role.id(),
            parents,
            Map.of(),
            new Machine(1, "cpu", Map.of()),
            List.of());
    return new Written(attempt, provenance, 99)
        .write(step, 9, folder -> Files.writeString(folder.resolve("weights"), "of " + step));
  }

  private void prune(int keep, int endedBefore, Set<Path> spared) throws IOException {
    new Retention(stage, stage.resolve("3-c"), keep, endedBefore, spared).prune();
  }

  private List<String> left() throws IOException {
    try (Stream<Path> all = Files.walk(stage, 2)) {
      return all.filter(path -> path.getNameCount() == stage.getNameCount() + 2)
          .filter(Files::isDirectory)
          .map(path -> stage.relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void withoutAWordOnTheirEndOtherAttemptsKeepAll() throws IOException {
    prune(1, 0, Set.of());

    assertThat(left())
        .containsExactly(
            "1-a/step-1", "1-a/step-2", "1-a/step-3", "2-b/step-4", "2-b/step-5", "3-c/step-6");
  }

  @Test
  void theNewestOfAllAttemptsStay() throws IOException {
    prune(2, 3, Set.of());

    assertThat(left()).containsExactly("2-b/step-5", "3-c/step-6");
  }

  @Test
  void theNewestIsTheOneWithMostStepsWhateverTheClockSaid() throws IOException {
    long day = 9_999;
    for (String checkpoint : List.of("1-a/step-2", "2-b/step-5", "2-b/step-4", "3-c/step-6")) {
      FileTime time = FileTime.from(Instant.EPOCH.plus(day--, ChronoUnit.DAYS));
      Files.setLastModifiedTime(stage.resolve(checkpoint), time);
      Files.setLastModifiedTime(stage.resolve(checkpoint).resolve("manifest.json"), time);
    }

    prune(2, 3, Set.of());

    assertThat(left()).containsExactly("2-b/step-5", "3-c/step-6");
  }

  @Test
  void whatALaterStageStartedFromStays() throws Exception {
    String digest = Verification.of(stage.resolve("1-a/step-3")).digest();
    checkpoint(Files.createDirectories(run.resolve("rm/1-x")), Stage.RM, 1, Map.of("sft", digest));

    prune(1, 3, Set.of());

    assertThat(left()).containsExactly("1-a/step-3", "3-c/step-6");
  }

  @Test
  void whatIsDamagedOrUnfinishedStaysAndTakesNoPlace() throws IOException {
    Files.delete(stage.resolve("2-b/step-5").resolve(CheckpointLayout.MANIFEST));

    prune(2, 3, Set.of(stage.resolve("1-a/step-1")));

    assertThat(left()).containsExactly("1-a/step-1", "2-b/step-4", "2-b/step-5", "3-c/step-6");
  }

  @Test
  void leftoversOfEndedAttemptsGo() throws IOException {
    Files.createDirectory(stage.resolve("1-a/.step-9.partial"));
    Files.createDirectory(stage.resolve("2-b/.step-9.partial"));

    prune(9, 2, Set.of());

    assertThat(left()).contains("2-b/.step-9.partial").doesNotContain("1-a/.step-9.partial");
  }

  @Test
  void whatAWokenAttemptWritesIsNoneOfTheDescentAndTakesNoPlace() throws IOException {
    checkpoint(stage.resolve("1-a"), Stage.SFT, 9, Map.of());

    assertThat(Descent.of(stage))
        .extracting(Descent.Candidate::step)
        .containsExactly(6L, 5L, 4L, 3L, 2L, 1L);
    prune(1, 0, Set.of());
    assertThat(left()).contains("1-a/step-9", "3-c/step-6");
  }

  @Test
  void whoWritesInAFolderThatWasThoughtLeftStopsNobody() throws Exception {
    Path partial = stage.resolve("1-a/.step-9.partial");
    AtomicBoolean over = new AtomicBoolean();
    Thread woken = new Thread(() -> writeAndDeleteUntil(over, partial));
    woken.start();
    try {
      for (int i = 0; i < 300; i++) {
        prune(1, 3, Set.of());
      }
    } finally {
      over.set(true);
      woken.join();
    }
    prune(1, 3, Set.of());

    assertThat(partial).doesNotExist();
    assertThat(left()).containsExactly("3-c/step-6");
  }

  private static void writeAndDeleteUntil(AtomicBoolean over, Path folder) {
    while (!over.get()) {
      try {
        Files.createDirectories(folder);
        for (int i = 0; i < 8; i++) {
          Files.writeString(folder.resolve("shard-" + i), "weights");
        }
        DurableFiles.delete(folder);
      } catch (IOException e) {
        // The other side was faster; a real process ends with it.
      }
    }
  }
}
