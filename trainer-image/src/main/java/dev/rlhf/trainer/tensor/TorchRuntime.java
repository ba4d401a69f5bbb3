package dev.rlhf.trainer.tensor;

import ai.djl.Device;
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

  private static final ThreadLocal<Boolean> READY = ThreadLocal.withInitial(() -> ready(threads()));

  static {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
  }

  private TorchRuntime() {}

  /** A root manager on the CPU; the caller closes it. */
  public static NDManager manager() {
    return manager(Device.cpu());
  }

  static NDManager manager(Device device) {
    NDManager manager = engine().newBaseManager(device);
    READY.get();
    return manager;
  }

  static Engine engine() {
    return Engine.getEngine("PyTorch");
  }

  /** The threads of native operations: the CPU limit of the container, not of its node. */
  public static int threads() {
    return Runtime.getRuntime().availableProcessors();
  }

  static void prepareThread() {
    READY.get();
  }

  /** The same for a thread that is to use fewer processors than there are, before it computes. */
  static void prepareThread(int threads) {
    READY.set(ready(threads));
  }

  /** A thread that computes for the first time takes the number that any thread set last. */
  private static boolean ready(int threads) {
    JniUtils.getNumThreads();
    JniUtils.setNumThreads(threads);
    JniUtils.setGraphExecutorOptimize(false);
    return true;
  }
}
