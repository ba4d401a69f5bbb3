package dev.rlhf.operator.cluster;

import dev.rlhf.contract.ExitCode;
import dev.rlhf.operator.objects.Labels;
import dev.rlhf.plan.Stage;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Random;

/** Nodes on which anything may happen, and a user with a broom. */
final class StormyNodes {
  private final Cluster cluster;
  private final Nodes nodes;
  private final User user;
  private final Random random;

  StormyNodes(Cluster cluster, Random random) {
    this.cluster = cluster;
    this.nodes = new Nodes(cluster);
    this.user = new User(cluster);
    this.random = random;
  }

  /** Something happens to one of the Jobs. */
  void move(Snapshot now) {
    if (now.jobs().isEmpty()) {
      return;
    }
    Job job = now.jobs().get(random.nextInt(now.jobs().size()));
    List<Pod> pods = cluster.podsOf(job);
    if (job.isMarkedForDeletion()) {
      nodes.collect(job);
    } else if (random.nextInt(6) == 0) {
      user.delete(pods.isEmpty() || random.nextBoolean() ? job : pods.get(0));
    } else if (History.isActive(job)) {
      onwards(job, pods);
    }
  }

  private void onwards(Job job, List<Pod> pods) {
    if (pods.isEmpty()) {
      nodes.start(job);
    } else if (pods.get(0).getStatus().getPhase().equals("Pending")) {
      nodes.run(job);
    } else {
      end(job);
    }
  }

  private void end(Job job) {
    int attempt = Integer.parseInt(job.getMetadata().getLabels().get(Labels.ATTEMPT));
    switch (random.nextInt(5)) {
      case 0 -> nodes.exit(job, 0, Results.done(stage(job), attempt, 10));
      case 1 -> nodes.exit(job, 75, Results.ended(attempt, ExitCode.INTERRUPTED, "saved", null));
      case 2 -> nodes.exit(job, 1, "boom");
      case 3 -> nodes.killForMemory(job);
      default -> nodes.evict(job, 143, "");
    }
  }

  /** Every process ends well, and pods whose Job is gone go, too. */
  void calm(Snapshot now) {
    now.pods().stream()
        .filter(pod -> now.jobs().stream().noneMatch(job -> owns(job, pod)))
        .forEach(user::delete);
    for (Job job : now.jobs()) {
      if (job.isMarkedForDeletion()) {
        nodes.collect(job);
      } else if (History.isActive(job)) {
        List<Pod> pods = cluster.podsOf(job);
        if (pods.isEmpty()) {
          nodes.start(job);
        }
        int attempt = Integer.parseInt(job.getMetadata().getLabels().get(Labels.ATTEMPT));
        nodes.exit(job, 0, Results.done(stage(job), attempt, 10));
      }
    }
  }

  private static Stage stage(Job job) {
    return Stage.ofId(job.getMetadata().getLabels().get(Labels.STAGE));
  }

  private static boolean owns(Job job, HasMetadata pod) {
    return pod.getMetadata()
        .getOwnerReferences()
        .get(0)
        .getUid()
        .equals(job.getMetadata().getUid());
  }
}
