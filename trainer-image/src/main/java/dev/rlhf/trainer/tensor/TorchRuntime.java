package dev.rlhf.trainer.tensor;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;

/**
 * The PyTorch runtime of this process: offline, without telemetry, on the container's processors.
 *
 * <p>Threads and executor settings are thread-local in PyTorch, so that every thread that computes
 * gets them once.
 */
public final class TorchRuntime {

  private static final ThreadLocal<Boolean> READY =
      ThreadLocal.withInitial(
          () -> {
            JniUtils.setNumThreads(threads());
            JniUtils.setGraphExecutorOptimize(false);
            return true;
          });

  static {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
  }

  private TorchRuntime() {}

  /** A root manager on the default device (the GPU where there is one); the caller closes it. */
  public static NDManager manager() {
    NDManager manager = Engine.getEngine("PyTorch").newBaseManager();
    READY.get();
    return manager;
  }

  /** The threads of native operations: the CPU limit of the container, not of its node. */
  public static int threads() {
    return Runtime.getRuntime().availableProcessors();
  }

  static void prepareThread() {
    READY.get();
  }
}
