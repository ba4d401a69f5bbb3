package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who may mount the checkpoint volume at a time, in Kubernetes' own words. */
public enum AccessMode {
  @JsonProperty("ReadWriteOnce")
  READ_WRITE_ONCE("ReadWriteOnce"),
  @JsonProperty("ReadWriteMany")
  READ_WRITE_MANY("ReadWriteMany"),
  @JsonProperty("ReadWriteOncePod")
  READ_WRITE_ONCE_POD("ReadWriteOncePod");

  private final String kubernetesName;

  AccessMode(String kubernetesName) {
    this.kubernetesName = kubernetesName;
  }

  /** The value that a PersistentVolumeClaim carries. */
  public String kubernetesName() {
    return kubernetesName;
  }
}
