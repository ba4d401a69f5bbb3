package dev.rlhf.operator.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.operator.objects.Queue;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Kueue, whose part a test plays: it admits a Job, takes its quota back, and says why it waits. */
record Kueue(Cluster cluster) {
  private static final String CRD = "/kueue-workloads.yaml";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Kueue's own resource is there from now on. */
  void install() {
    var crd =
        Serialization.unmarshal(
            Kueue.class.getResourceAsStream(CRD), CustomResourceDefinition.class);
    Crds.apply(cluster.admin(), crd);
  }

  /** One write, as Kueue's: the Job may run, on the nodes of a flavor. */
  void admit(Job job, String flavor) {
    ObjectNode spec = spec(job, false);
    spec.withObject("/template/spec").putObject("nodeSelector").put("flavor", flavor);
    put(job, spec);
    condition(job, "False", "JobResumed");
  }

  /** Its quota is taken back; the Job controller says so, and is about to delete the pod. */
  void takeBack(Job job) {
    put(job, spec(job, true));
    condition(job, "True", "JobSuspended");
  }

  /** Its quota is taken back, and its pod has gone. */
  void evict(Job job) {
    takeBack(job);
    cluster.podsOf(job).forEach(new User(cluster)::delete);
  }

  /** Why a Job is not admitted. */
  void explain(Job job, String type, String status, String reason, String message) {
    var workload =
        Serialization.unmarshal(
            """
            apiVersion: kueue.x-k8s.io/v1beta2
            kind: Workload
            metadata: {name: job-%1$s, labels: {%2$s: %3$s}}
            status: {conditions: [{type: %4$s, status: "%5$s", reason: %6$s, message: %7$s}]}
            """
                .formatted(
                    job.getMetadata().getName(),
                    Queue.JOB_UID,
                    job.getMetadata().getUid(),
                    type,
                    status,
                    reason,
                    message),
            GenericKubernetesResource.class);
    workload.getMetadata().setNamespace(cluster.namespace());
    cluster.admin().resource(workload).createOr(existing -> existing.update());
  }

  private ObjectNode spec(Job job, boolean suspended) {
    return ((ObjectNode) JSON.valueToTree(cluster.admin().resource(job).get().getSpec()))
        .put("suspend", suspended);
  }

  private void put(Job job, ObjectNode spec) {
    ObjectNode whole = JSON.valueToTree(cluster.admin().resource(job).get());
    whole.set("spec", spec);
    cluster
        .admin()
        .raw(
            "/apis/batch/v1/namespaces/%s/jobs/%s?fieldManager=kueue"
                .formatted(cluster.namespace(), job.getMetadata().getName()),
            "PUT",
            whole);
  }

  /**
   * The Job controller follows suit; Kueue itself resets the start, so that a template may change.
   */
  private void condition(Job job, String suspended, String reason) {
    Job current = cluster.admin().resource(job).get();
    var status =
        Serialization.unmarshal(
            """
            conditions:
            - {type: Suspended, status: "%s", reason: %s, lastTransitionTime: "2026-01-01T00:00:00Z"}
            """
                .formatted(suspended, reason),
            JobStatus.class);
    if (suspended.equals("False")) {
      status.setStartTime("2026-01-01T00:00:00Z");
    }
    current.setStatus(status);
    cluster.admin().resource(current).updateStatus();
  }
}
