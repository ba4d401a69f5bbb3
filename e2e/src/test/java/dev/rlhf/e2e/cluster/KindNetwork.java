package dev.rlhf.e2e.cluster;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Docker's network that the nodes of kind's clusters are on. */
public final class KindNetwork {
  private static final String GATEWAYS = "{{range .IPAM.Config}}{{.Gateway}} {{end}}";

  private KindNetwork() {}

  /** This machine's own address on it, which pods reach. */
  public static InetAddress thisMachine() {
    String gateway =
        Arrays.stream(
                Command.run("docker", "network", "inspect", "kind", "--format", GATEWAYS)
                    .split("\\s+"))
            .filter(address -> address.contains("."))
            .findFirst()
            .orElseThrow();
    try {
      return InetAddress.getByName(gateway);
    } catch (UnknownHostException e) {
      throw new UncheckedIOException(e);
    }
  }
}
