package dev.rlhf.trainer.tensor;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.TorchScriptCall;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A compiled {@link TorchProgram}, whose methods are called with autograd explicitly off or on.
 *
 * <p>Arguments are {@code NDArray} (Tensor), {@code List<NDArray>} (List[Tensor]), {@code
 * Map<String, NDArray>} (Dict[str, Tensor], in the map's order), long, double, String or boolean.
 * Results are tensors, flat lists of tensors or None (an empty list), and belong to the given
 * scope.
 */
public final class TorchModule implements AutoCloseable {

  private static final String NONE = "NoneType";

  private final PtSymbolBlock block;

  TorchModule(NDManager manager, byte[] archive) {
    TorchRuntime.prepareThread();
    try {
      block =
          JniUtils.loadModule(
              (PtNDManager) manager, new ByteArrayInputStream(archive), false, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Calls {@code method} without recording gradients. */
  public NDList call(String method, NDManager scope, Object... arguments) {
    return run(false, method, scope, arguments);
  }

  /** Calls {@code method}, within which {@code torch.autograd.grad} reaches the arguments. */
  public NDList callWithGradients(String method, NDManager scope, Object... arguments) {
    return run(true, method, scope, arguments);
  }

  private NDList run(boolean gradients, String method, NDManager scope, Object... arguments) {
    TorchRuntime.prepareThread();
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(gradients);
    try (TorchArguments values = TorchArguments.of(arguments);
        IValue result = TorchScriptCall.run(block, method, values.array())) {
      boolean nothing = result.getType().equals(NONE);
      return nothing ? new NDList() : result.toNDList((PtNDManager) scope);
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  @Override
  public void close() {
    block.close();
  }
}
