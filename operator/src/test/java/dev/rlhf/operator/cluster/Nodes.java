package dev.rlhf.operator.cluster;

import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Clock;
import java.util.List;

/** The kubelet and the Job controller, whose parts a test plays: pods start and end on its word. */
public record Nodes(Cluster cluster, Clock clock) {
  private static final String IMAGE = "sha256:0";

  /** Of a world in which no time passes. */
  public Nodes(Cluster cluster) {
    this(cluster, new TestClock());
  }

  /** The Job controller makes the Job's pod. */
  public Pod start(Job job) {
    var template = job.getSpec().getTemplate();
    return cluster
        .admin()
        .resource(
            new PodBuilder()
                .withNewMetadataLike(template.getMetadata())
                .withName(
                    job.getMetadata().getName() + "-" + job.getMetadata().getUid().substring(0, 5))
                .withNamespace(job.getMetadata().getNamespace())
                .addNewOwnerReference()
                .withApiVersion("batch/v1")
                .withKind("Job")
                .withName(job.getMetadata().getName())
                .withUid(job.getMetadata().getUid())
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withSpec(template.getSpec())
                .build())
        .create();
  }

  /** The kubelet runs a Job's pod. */
  public void run(Job job) {
    run(pod(job), null);
  }

  /**
   * The kubelet runs a pod.
   *
   * @param ip where it says how far it is; null where nobody asks
   */
  public void run(Pod pod, String ip) {
    PodStatus running =
        new PodStatusBuilder()
            .withPhase("Running")
            .withPodIP(ip)
            .withContainerStatuses(
                new ContainerStatusBuilder()
                    .withName("trainer")
                    .withImage("trainer")
                    .withImageID(IMAGE)
                    .withReady(true)
                    .withRestartCount(0)
                    .withState(
                        new ContainerStateBuilder().withNewRunning("2026-01-01T00:00:00Z").build())
                    .build())
            .build();
    write(pod, running);
  }

  /** The scheduler gives a pod a node. */
  public void place(Pod pod, String node) {
    cluster
        .admin()
        .raw(
            "/api/v1/namespaces/%s/pods/%s/binding"
                .formatted(pod.getMetadata().getNamespace(), pod.getMetadata().getName()),
            "POST",
            new BindingBuilder()
                .withNewMetadata()
                .withName(pod.getMetadata().getName())
                .endMetadata()
                .withNewTarget()
                .withKind("Node")
                .withName(node)
                .endTarget()
                .build());
  }

  /** A Job's pod waits, as the scheduler or the kubelet says. */
  public void keepWaiting(Job job, PodStatus status) {
    write(pod(job), status);
  }

  /** The scheduler finds no node for a Job's pod, and says why. */
  public void findNoPlace(Job job, String message) {
    keepWaiting(
        job,
        new PodStatusBuilder()
            .withPhase("Pending")
            .addNewCondition()
            .withType("PodScheduled")
            .withStatus("False")
            .withReason("Unschedulable")
            .withMessage(message)
            .withLastTransitionTime(clock.instant().toString())
            .endCondition()
            .build());
  }

  /** The process ends with an exit code and its last words, and the Job controller follows suit. */
  public void exit(Job job, int code, String words) {
    Pod pod = pod(job);
    report(job, pod, end(pod, code, words), code);
  }

  /** The process of a pod that is at hand ends, and its Job does not say so yet. */
  public PodStatus end(Pod pod, int code, String words) {
    return end(pod, code, code == 0 ? "Completed" : "Error", words, false);
  }

  /** The Job controller follows suit. */
  public void report(Job job, Pod pod, PodStatus ended, int code) {
    JobEnd.of(job, pod, ended, code).write(cluster, clock.instant());
  }

  /** The kernel kills the process for want of memory. */
  public void killForMemory(Job job) {
    Pod pod = pod(job);
    report(job, pod, end(pod, 137, "OOMKilled", null, false), 137);
  }

  /** Somebody deletes the pod, which the Job controller holds on to until its end is counted. */
  public void tellToEnd(Job job) {
    Pod pod = cluster.podsOf(job).get(0);
    pod.getMetadata().setFinalizers(List.of("batch.kubernetes.io/job-tracking"));
    cluster.admin().resource(pod).update();
    cluster.admin().resource(pod).withGracePeriod(0).delete();
  }

  /** Kubernetes evicts the pod. */
  public void evict(Job job, int code, String words) {
    Pod pod = pod(job);
    report(job, pod, end(pod, code, "Error", words, true), code);
  }

  /** The Job has failed, and nobody knows whether its process still runs. */
  public void loseTouch(Job job) {
    JobEnd.failed(job).write(cluster, clock.instant());
  }

  /** The pods of a Job that is being deleted end, and the garbage collector lets the Job go. */
  public void collect(Job job) {
    cluster.podsOf(job).forEach(pod -> cluster.admin().resource(pod).withGracePeriod(0).delete());
    cluster
        .admin()
        .batch()
        .v1()
        .jobs()
        .inNamespace(cluster.namespace())
        .withName(job.getMetadata().getName())
        .edit(
            j -> new JobBuilder(j).editMetadata().withFinalizers(List.of()).endMetadata().build());
  }

  private Pod pod(Job job) {
    return cluster.podsOf(job).get(0);
  }

  private PodStatus end(Pod pod, int code, String reason, String words, boolean evicted) {
    PodStatus ended =
        new PodStatusBuilder()
            .withPhase(code == 0 ? "Succeeded" : "Failed")
            .withConditions(
                evicted
                    ? List.of(
                        new PodConditionBuilder()
                            .withType("DisruptionTarget")
                            .withStatus("True")
                            .withReason("EvictionByEvictionAPI")
                            .build())
                    : List.of())
            .withContainerStatuses(
                new ContainerStatusBuilder()
                    .withName("trainer")
                    .withImage("trainer")
                    .withImageID(IMAGE)
                    .withReady(false)
                    .withRestartCount(0)
                    .withNewState()
                    .withNewTerminated()
                    .withExitCode(code)
                    .withReason(reason)
                    .withMessage(words)
                    .withFinishedAt(clock.instant().toString())
                    .endTerminated()
                    .endState()
                    .build())
            .build();
    write(pod, ended);
    return ended;
  }

  private void write(Pod pod, PodStatus status) {
    Pod current = cluster.admin().resource(pod).get();
    current.setStatus(status);
    cluster.admin().resource(current).updateStatus();
  }
}
