package dev.rlhf.trainer.tensor;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The C library's heap, where tensors of the CPU lie. What they leave stays with the process, in
 * case it is asked for again.
 */
public final class NativeHeap {

  private static final String COMMANDS = "com.sun.management:type=DiagnosticCommand";
  private static final String TRIM = "systemTrimNativeHeap";

  private NativeHeap() {}

  /**
   * Gives back to the kernel what nothing lies in, so that a phase does not stand on what the one
   * before has left. A Java that has no such command gives nothing back.
   */
  public static void trim() {
    try {
      if (isTrimmable()) {
        server().invoke(commands(), TRIM, new Object[0], new String[0]);
      }
    } catch (JMException e) {
      throw new IllegalStateException("the native heap cannot be trimmed", e);
    }
  }

  static boolean isTrimmable() throws JMException {
    return server().isRegistered(commands())
        && Arrays.stream(server().getMBeanInfo(commands()).getOperations())
            .anyMatch(operation -> operation.getName().equals(TRIM));
  }

  private static MBeanServer server() {
    return ManagementFactory.getPlatformMBeanServer();
  }

  private static ObjectName commands() throws JMException {
    return new ObjectName(COMMANDS);
  }
}
