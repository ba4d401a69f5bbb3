package dev.rlhf.trainer.tensor;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Threads that compute parts of one batch side by side, each with its share of the processors.
 *
 * <p>Two threads that compute half of the rows each are faster than both within one small
 * operation, which begins and ends with a wait for the other. On a GPU there is one lane. Each
 * needs gradient buffers of its own, so that sums are made in one order; that is why there are few.
 */
public final class Lanes {

  /** As many as there may be. */
  public static final int MOST = 2;

  private static final int COUNT = Math.min(MOST, TorchRuntime.threads());

  private static final Executor THREADS =
      Executors.newFixedThreadPool(
          COUNT,
          computing -> {
            Thread thread = new Thread(() -> computeWithShare(computing), "lane");
            thread.setDaemon(true);
            return thread;
          });

  private final int count;

  /** What is done with a part of the work, in a lane of this number. */
  @FunctionalInterface
  public interface Work<P, R> {
    R of(P part, int lane);
  }

  private Lanes(int count) {
    this.count = count;
  }

  private static void computeWithShare(Runnable computing) {
    TorchRuntime.prepareThread(TorchRuntime.threads() / COUNT);
    computing.run();
  }

  /** Of the device that a manager's tensors lie on. */
  public static Lanes of(NDManager manager) {
    return new Lanes(manager.getDevice().isGpu() ? 1 : COUNT);
  }

  /** How many there are on the processors of this process. */
  public static int ofProcessors() {
    return COUNT;
  }

  public int count() {
    return count;
  }

  /**
   * Rows for each lane, none of them without any. Rows that come sorted stay so, and lanes get like
   * shares of long ones and short ones: they are dealt forth and back.
   */
  public <T> List<List<T>> deal(List<T> rows) {
    List<List<T>> parts = new ArrayList<>();
    for (int lane = 0; lane < Math.min(count, rows.size()); lane++) {
      parts.add(new ArrayList<>());
    }
    for (int row = 0; row < rows.size(); row++) {
      int place = row % (2 * parts.size());
      parts.get(Math.min(place, 2 * parts.size() - 1 - place)).add(rows.get(row));
    }
    return parts;
  }

  /**
   * Does the work of all parts, of which there are no more than lanes; gives what comes of each.
   * One part alone has all processors. It returns when nothing is under way any more.
   *
   * @throws RuntimeException what the first part threw that threw something
   */
  public <P, R> List<R> each(List<P> parts, Work<P, R> work) {
    if (parts.size() == 1) {
      return List.of(work.of(parts.get(0), 0));
    }
    List<CompletableFuture<R>> begun =
        IntStream.range(0, parts.size())
            .mapToObj(
                lane ->
                    CompletableFuture.supplyAsync(() -> work.of(parts.get(lane), lane), THREADS))
            .toList();
    CompletableFuture.allOf(begun.toArray(CompletableFuture[]::new))
        .exceptionally(thrown -> null)
        .join();
    return begun.stream().map(Lanes::result).toList();
  }

  /** The same of work that gives nothing. */
  public <P> void forEach(List<P> parts, Consumer<P> work) {
    each(
        parts,
        (part, lane) -> {
          work.accept(part);
          return part;
        });
  }

  private static <R> R result(CompletableFuture<R> ended) {
    try {
      return ended.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      if (e.getCause() instanceof Error thrown) {
        throw thrown;
      }
      throw e;
    }
  }
}
