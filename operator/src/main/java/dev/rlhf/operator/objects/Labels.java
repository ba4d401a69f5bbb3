package dev.rlhf.operator.objects;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.plan.Stage;
import java.util.Map;
import java.util.TreeMap;

/** The labels by which the operator, Prometheus and people find the objects of a run. */
public final class Labels {
  public static final String RUN = RLHFRun.GROUP + "/run";
  public static final String RUN_UID = RLHFRun.GROUP + "/run-uid";
  public static final String STAGE = RLHFRun.GROUP + "/stage";
  public static final String ATTEMPT = RLHFRun.GROUP + "/attempt";

  public static final String COMPONENT = "app.kubernetes.io/component";
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  public static final String OPERATOR = "rlhf-operator";

  /** Selects everything that this operator made. */
  public static final String SELECTOR = MANAGED_BY + "=" + OPERATOR;

  private Labels() {}

  /** Of what belongs to the run as a whole. */
  public static Map<String, String> of(RLHFRun run) {
    Map<String, String> labels = new TreeMap<>();
    labels.put("app.kubernetes.io/name", "rlhf-run");
    labels.put("app.kubernetes.io/instance", run.getMetadata().getName());
    labels.put(MANAGED_BY, OPERATOR);
    labels.put(RUN, run.getMetadata().getName());
    labels.put(RUN_UID, run.getMetadata().getUid());
    return labels;
  }

  /** Of what belongs to one stage. */
  public static Map<String, String> of(RLHFRun run, Stage stage) {
    Map<String, String> labels = of(run);
    labels.put(STAGE, stage.id());
    return labels;
  }

  /** Of the Jobs and pods of one attempt. */
  public static Map<String, String> of(RLHFRun run, Stage stage, int attempt, Role role) {
    Map<String, String> labels = of(run, stage);
    labels.put(ATTEMPT, Integer.toString(attempt));
    labels.put(COMPONENT, role.component());
    return labels;
  }

  /** Of the Job and the pods of an errand. */
  public static Map<String, String> of(RLHFRun run, Errand errand) {
    Map<String, String> labels = of(run);
    labels.put(COMPONENT, errand.component());
    return labels;
  }

  /** Selects the pods of an errand, of this very run and of no other of its name. */
  public static Map<String, String> selecting(RLHFRun run, Errand errand) {
    return Map.of(
        MANAGED_BY, OPERATOR, RUN_UID, run.getMetadata().getUid(), COMPONENT, errand.component());
  }

  /** Selects the pods of one stage, of this very run and of no other of its name. */
  public static Map<String, String> selecting(RLHFRun run, Stage stage) {
    return Map.of(MANAGED_BY, OPERATOR, RUN_UID, run.getMetadata().getUid(), STAGE, stage.id());
  }
}
