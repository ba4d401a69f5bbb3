package dev.rlhf.e2e.cluster;

import dev.rlhf.e2e.actor.ClusterUser;
import dev.rlhf.e2e.actor.PlatformTeam;
import java.util.Locale;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Gives a scenario its actors: the platform team of the one cluster of all scenarios, and a user
 * with a namespace of the scenario's own.
 */
public final class OnKind implements ParameterResolver, TestWatcher {
  private static final Namespace STORE = Namespace.create(OnKind.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == PlatformTeam.class || type == ClusterUser.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == PlatformTeam.class
        ? platformTeam(context)
        : user(context);
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    System.err.println("What the cluster says after " + context.getDisplayName() + " failed:");
    System.err.println(platformTeam(context).report(namespace(context)));
  }

  private static PlatformTeam platformTeam(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(STORE)
        .getOrComputeIfAbsent("cluster", key -> new OperatorOnKind(), OperatorOnKind.class)
        .team();
  }

  private static ClusterUser user(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(STORE)
        .getOrComputeIfAbsent(
            namespace(context), name -> platformTeam(context).admits(name), ClusterUser.class);
  }

  private static String namespace(ExtensionContext context) {
    return context.getRequiredTestClass().getSimpleName().toLowerCase(Locale.ROOT);
  }
}
