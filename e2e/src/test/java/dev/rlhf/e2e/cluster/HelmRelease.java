package dev.rlhf.e2e.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The chart, installed once in a cluster.
 *
 * @param kubeconfig of the cluster
 */
public record HelmRelease(Path kubeconfig) {
  /** Name of the release, of its namespace and of its deployment. */
  public static final String NAME = "rlhf-operator";

  /** Installs the chart, or upgrades it, and waits until the operator is ready. */
  public void install(String... values) {
    List<String> words = new ArrayList<>(List.of("upgrade", "--install", NAME));
    words.add(Settings.REPOSITORY.resolve("helm/rlhf-operator").toString());
    words.addAll(List.of("--wait", "--timeout", "3m"));
    words.addAll(List.of("--set", "image.tag=" + Images.TAG, "--set", "progressInterval=1s"));
    words.addAll(List.of("--set", "trainer.image.tag=" + Images.TAG));
    Arrays.stream(values).forEach(value -> words.addAll(List.of("--set", value)));
    helm(words);
  }

  /** Removes what the chart installed. */
  public void uninstall() {
    helm(List.of("uninstall", NAME, "--wait", "--timeout", "2m"));
  }

  private void helm(List<String> words) {
    List<String> all = new ArrayList<>(List.of("helm", "--kubeconfig", kubeconfig.toString()));
    all.addAll(List.of("--namespace", NAME));
    all.addAll(words);
    Command.run(all.toArray(String[]::new));
  }
}
