package dev.rlhf.trainer.checkpoint;

import dev.rlhf.trainer.checkpoint.CheckpointWriter.Draft;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Publishes checkpoints, one at a time, while training goes on. */
public final class BackgroundPublisher implements AutoCloseable {
  private final CheckpointWriter writer;
  private final Listener listener;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(BackgroundPublisher::named);
  private Future<?> underWay;

  /** Is told in the publisher's thread. */
  public interface Listener {
    /** A checkpoint is about to be published. */
    void publishing() throws IOException;

    /** It is published. */
    void published(Checkpoint checkpoint);
  }

  /** A publisher that has nothing to do yet. */
  public BackgroundPublisher(CheckpointWriter writer, Listener listener) {
    this.writer = writer;
    this.listener = listener;
  }

  private static Thread named(Runnable task) {
    return new Thread(task, "checkpoint");
  }

  /**
   * Publishes a checkpoint once the one before it is.
   *
   * @throws IOException when that one failed
   */
  public void publish(Draft draft) throws IOException {
    await();
    underWay =
        thread.submit(
            () -> {
              listener.publishing();
              listener.published(writer.publish(draft));
              return null;
            });
  }

  /** Fails as the last checkpoint did, if it has come to that; does not wait. */
  public void check() throws IOException {
    if (underWay != null && underWay.isDone()) {
      await();
    }
  }

  /** Waits until everything is published. */
  public void await() throws IOException {
    if (underWay == null) {
      return;
    }
    Future<?> waitedFor = underWay;
    underWay = null;
    try {
      waitedFor.get();
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a checkpoint was written");
    }
  }

  private static IOException failure(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof IOException io ? io : new IOException(cause);
  }

  /** What is under way is brought to its end; nobody writes after that. */
  @Override
  public void close() throws IOException {
    thread.shutdown();
    await();
  }
}
