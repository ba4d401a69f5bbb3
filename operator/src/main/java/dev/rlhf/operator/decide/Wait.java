package dev.rlhf.operator.decide;

import dev.rlhf.operator.observe.Reason;
import dev.rlhf.operator.observe.Verdict;
import io.fabric8.kubernetes.api.model.Pod;

/** What an attempt waits for that is not in its own pod. */
final class Wait {
  private Wait() {}

  /** A pod of an earlier attempt may still write. */
  static Verdict forPod(Pod pod) {
    String name = pod.getMetadata().getName();
    return new Verdict(
        Reason.PODS_TERMINATING,
        ("pod %s has not ended yet; if its node is lost for good, run: kubectl -n %s delete pod %s"
                + " --force")
            .formatted(name, pod.getMetadata().getNamespace(), name));
  }
}
