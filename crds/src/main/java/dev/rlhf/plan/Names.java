package dev.rlhf.plan;

/**
 * Names of the objects that are made for a run.
 *
 * <p>With a run's name of 40 characters and four digits of attempts, a pod's name (its Job's name,
 * a dash and five characters) has at most 63.
 */
public final class Names {
  private static final int DIGEST_CHARACTERS = 8;

  private Names() {}

  /** The claim that holds all checkpoints of the run. */
  public static String claim(String run) {
    return run + "-checkpoints";
  }

  /**
   * The config map with the stage's {@code stage.yaml}; each restart has its own, and each revision
   * of the manifest's settings.
   */
  public static String configMap(String run, Stage stage, int restarts, String revision) {
    return run + "-" + stage.id() + (restarts == 0 ? "" : "-r" + restarts) + "-" + revision;
  }

  /** The Job of one attempt. */
  public static String job(String run, Stage stage, int attempt) {
    return run + "-" + stage.id() + "-" + attempt;
  }

  /** The Job that reads the result of an attempt whose pod is gone. */
  public static String resultJob(String run, Stage stage, int attempt) {
    return job(run, stage, attempt) + "-result";
  }

  /** The Job that fetches what the run starts from. */
  public static String fetchJob(String run) {
    return run + "-fetch";
  }

  /** The Job that publishes the run's final model. */
  public static String publishJob(String run) {
    return run + "-publish";
  }

  /** The config map of one of these Jobs; another content has another name. */
  public static String jobConfigMap(String job, String digest) {
    return job + "-" + digest.substring(0, DIGEST_CHARACTERS);
  }

  /** The Job that verifies, before an attempt, what it is to start from. */
  public static String verifyJob(String run, Stage stage, int attempt) {
    return job(run, stage, attempt) + "-verify";
  }
}
