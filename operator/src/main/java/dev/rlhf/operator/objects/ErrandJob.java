package dev.rlhf.operator.objects;

import dev.rlhf.contract.Digest;
import dev.rlhf.contract.Documents;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.plan.Names;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.util.Optional;

/**
 * A Job that writes for the run as a whole. What it has done stays, so that each of its pods goes
 * on where the last one was cut off; no two of them run at a time.
 */
public final class ErrandJob {
  /** With Kubernetes' pauses, of ten minutes at most, a good hour. */
  private static final int RETRIES = 12;

  private static final String TEMPLATE_DIGEST = RLHFRun.GROUP + "/template-digest";

  private ErrandJob() {}

  static Job of(RLHFRun run, Errand errand, String name, PodTemplateSpec pod) {
    return new JobBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(run.getMetadata().getNamespace())
        .withLabels(Labels.of(run, errand))
        .addToAnnotations(TEMPLATE_DIGEST, Digest.of(Documents.jsonLine(pod)))
        .withOwnerReferences(Owner.reference(run))
        .endMetadata()
        .withNewSpec()
        .withBackoffLimit(RETRIES)
        .withPodReplacementPolicy("Failed")
        .withPodFailurePolicy(VerifyJob.failurePolicy())
        .withTemplate(pod)
        .endSpec()
        .build();
  }

  /** Its configuration: immutable, and named after what is in it. */
  static ConfigMap configMap(RLHFRun run, String job, String file, String text) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(Names.jobConfigMap(job, Digest.of(text)))
        .withNamespace(run.getMetadata().getNamespace())
        .withLabels(Labels.of(run))
        .withOwnerReferences(Owner.reference(run))
        .endMetadata()
        .withImmutable(true)
        .addToData(file, text)
        .build();
  }

  /** Whether a Job that is there does what another one is wanted for. */
  public static boolean isLike(Job wanted, Job there) {
    return digest(wanted).equals(digest(there));
  }

  private static Optional<String> digest(Job job) {
    return Optional.ofNullable(job.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(TEMPLATE_DIGEST));
  }
}
