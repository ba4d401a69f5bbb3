package dev.rlhf.trainer.local;

import dev.rlhf.contract.ExitCode;
import java.util.concurrent.CountDownLatch;

/**
 * Passes this process's SIGINT or SIGTERM on to a stage's process, and ends only after it.
 *
 * <p>The stage saves a checkpoint before it ends; the main thread then says its last word.
 */
final class SignalRelay implements AutoCloseable {
  private final Process stage;
  private final Thread hook = new Thread(this::passOn, "signal relay");
  private final CountDownLatch lastWord = new CountDownLatch(1);

  SignalRelay(Process stage) {
    this.stage = stage;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void passOn() {
    stage.destroy();
    try {
      stage.waitFor();
      lastWord.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code());
  }

  /** To be called when everything is said. */
  @Override
  public void close() {
    lastWord.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is being interrupted: the hook ends it.
    }
  }
}
