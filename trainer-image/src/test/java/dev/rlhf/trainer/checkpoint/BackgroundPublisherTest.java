package dev.rlhf.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlhf.trainer.checkpoint.CheckpointWriter.Draft;
import dev.rlhf.trainer.checkpoint.Space.NoSpaceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackgroundPublisherTest {
  private static final long ROOM = 1000;

  @TempDir Path stage;
  private final List<Long> published = new ArrayList<>();
  private final CountDownLatch mayPublish = new CountDownLatch(1);
  private Path attempt;
  private CheckpointWriter writer;
  private BackgroundPublisher publisher;

  @BeforeEach
  void open() throws IOException {
    attempt = Files.createDirectory(stage.resolve("1-a"));
    writer =
        new CheckpointWriter(
            SmallestStage.provenance(SmallestStage.config(), "pod", Map.of()),
            new Retention(stage, attempt, 9, 0, Set.of()),
            folder -> ROOM);
    publisher = new BackgroundPublisher(writer, new Held());
  }

  /** Publishes nothing before the test says so. */
  private final class Held implements BackgroundPublisher.Listener {
    @Override
    public void publishing() throws IOException {
      try {
        mayPublish.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    @Override
    public void published(Checkpoint checkpoint) {
      published.add(checkpoint.manifest().step());
    }
  }

  private Draft fill(long step, String weights) throws IOException {
    return writer.fill(
        step, 9, ROOM, folder -> Files.writeString(folder.resolve("weights"), weights));
  }

  @Test
  void trainingGoesOnWhileACheckpointIsPublished() throws Exception {
    publisher.publish(fill(1, "first"));

    // Nothing is published yet, and the caller is here already.
    publisher.check();
    assertThat(attempt.resolve("step-1")).doesNotExist();
    mayPublish.countDown();
    publisher.publish(fill(2, "second"));
    assertThat(published).contains(1L);
    publisher.close();
    assertThat(published).containsExactly(1L, 2L);
    assertThat(Verification.of(attempt.resolve("step-2")).manifest().step()).isEqualTo(2);
  }

  @Test
  void aFailureShowsAtTheNextCallAndLeavesTheOlderOnesWhole() throws Exception {
    mayPublish.countDown();
    publisher.publish(fill(1, "first"));
    Draft draft = fill(2, "second");
    DurableFiles.delete(draft.temporary());
    publisher.publish(draft);

    assertThatThrownBy(publisher::await).isInstanceOf(IOException.class);

    assertThatCode(publisher::check).doesNotThrowAnyException();
    assertThat(Verification.of(attempt.resolve("step-1")).manifest().step()).isEqualTo(1);
    assertThat(attempt.resolve("step-2")).doesNotExist();
    publisher.close();
  }

  @Test
  void withoutRoomNothingIsBegun() throws Exception {
    mayPublish.countDown();
    publisher.publish(fill(1, "first"));
    publisher.await();

    assertThatThrownBy(
            () ->
                writer.fill(
                    2,
                    9,
                    ROOM + 1,
                    folder -> Files.writeString(folder.resolve("weights"), "second")))
        .isInstanceOf(NoSpaceException.class)
        .hasMessageContaining("free some, take a larger volume or lower checkpoints.keep");

    assertThat(attempt).isDirectoryNotContaining("glob:**/.step-2.partial");
    assertThat(Verification.of(attempt.resolve("step-1")).manifest().step()).isEqualTo(1);
    publisher.close();
  }

  @Test
  void aDiskThatFillsUpMeanwhileLeavesTheOlderOnesWhole() throws Exception {
    mayPublish.countDown();
    publisher.publish(fill(1, "first"));
    publisher.await();

    assertThatThrownBy(
            () ->
                writer.fill(
                    2,
                    9,
                    0,
                    folder -> {
                      Files.writeString(folder.resolve("weights"), "sec");
                      throw new IOException("No space left on device");
                    }))
        .hasMessage("No space left on device");

    assertThat(attempt).isDirectoryNotContaining("glob:**/.step-2.partial");
    assertThat(Verification.of(attempt.resolve("step-1")).manifest().step()).isEqualTo(1);
    publisher.close();
  }
}
