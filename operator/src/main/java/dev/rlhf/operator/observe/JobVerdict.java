package dev.rlhf.operator.observe;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Optional;
import java.util.regex.Pattern;

/** Why a Job has no pod. */
public final class JobVerdict {
  private static final String FAILED_CREATE = "FailedCreate";

  /** The API server refuses a pod like this one whenever it comes. */
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "violates PodSecurity|(maximum|minimum) \\S+ usage per|must specify|"
              + "max limit to request ratio");

  private JobVerdict() {}

  /** What its events say; that it has none yet, where they say nothing. */
  public static Verdict of(Job job, Optional<Complaint> complaint) {
    return complaint
        .filter(c -> c.reason().equals(FAILED_CREATE))
        .map(JobVerdict::refused)
        .orElseGet(
            () ->
                new Verdict(
                    Reason.POD_PENDING,
                    "Job %s has no pod yet".formatted(job.getMetadata().getName())));
  }

  private static Verdict refused(Complaint complaint) {
    String message = complaint.message();
    return new Verdict(
        QuotaRefusal.of(message)
            .map(quota -> quota.isForEver() ? Reason.QUOTA_TOO_SMALL : Reason.QUOTA_EXCEEDED)
            .orElse(FORBIDDEN.matcher(message).find() ? Reason.POD_FORBIDDEN : Reason.POD_REFUSED),
        message);
  }
}
