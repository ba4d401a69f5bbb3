package ai.djl.pytorch.jni;

import ai.djl.pytorch.engine.PtSymbolBlock;

/**
 * Runs a TorchScript method in the thread's own grad mode.
 *
 * <p>It lives in DJL's package because DJL's public way, {@code IValueUtils.runMethod}, forces
 * inference mode, whose results can never enter autograd.
 */
public final class TorchScriptCall {

  private TorchScriptCall() {}

  /** Calls {@code method} of {@code module}; the caller closes arguments and result. */
  public static IValue run(PtSymbolBlock module, String method, IValue... arguments) {
    long[] handles = new long[arguments.length];
    for (int i = 0; i < handles.length; i++) {
      handles[i] = arguments[i].getHandle();
    }
    return new IValue(
        PyTorchLibrary.LIB.moduleRunMethod(module.getHandle(), method, handles, true, false));
  }
}
