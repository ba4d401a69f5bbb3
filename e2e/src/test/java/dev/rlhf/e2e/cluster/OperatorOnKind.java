package dev.rlhf.e2e.cluster;

import dev.rlhf.e2e.actor.PlatformTeam;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A cluster with the operator in it, and the team that runs it; closed when all tests are done. */
final class OperatorOnKind implements AutoCloseable {
  private final KindCluster cluster;
  private final PlatformTeam team;

  OperatorOnKind() {
    Settings settings = Settings.ofEnvironment();
    cluster = KindCluster.of(settings);
    try {
      new Images(settings, cluster).bringToCluster();
      team =
          new PlatformTeam(
              cluster.config(), new HelmRelease(cluster.kubeconfig()), settings.prometheusImage());
      team.installsTheOperator();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  PlatformTeam team() {
    return team;
  }

  @Override
  public void close() {
    try {
      if (team != null) {
        if (cluster.isKept()) {
          team.cleansUp();
        }
        team.close();
      }
      cluster.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
