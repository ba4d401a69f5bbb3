package dev.rlhf.plan;

/**
 * Which run this is.
 *
 * @param name the resource's name, at most 40 characters
 * @param uid the resource's UID; two runs of one name differ by it
 */
public record RunIdentity(String name, String uid) {
  private static final int SHORT_UID = 8;

  public RunIdentity {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException("run.name is missing: write the run's name");
    }
    if (uid == null || uid.length() < SHORT_UID) {
      throw new IllegalArgumentException(
          "run.uid must have at least %d characters: write the resource's metadata.uid"
              .formatted(SHORT_UID));
    }
  }

  /**
   * The run's folder on the checkpoint volume: {@code <name>-<first eight characters of the UID>}.
   */
  public String folder() {
    return name + "-" + uid.substring(0, SHORT_UID);
  }
}
