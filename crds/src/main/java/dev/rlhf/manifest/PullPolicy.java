package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;

/** When an image is pulled, in Kubernetes' own words. */
public enum PullPolicy {
  @JsonProperty("Always")
  ALWAYS("Always"),
  @JsonProperty("IfNotPresent")
  IF_NOT_PRESENT("IfNotPresent"),
  @JsonProperty("Never")
  NEVER("Never");

  private final String kubernetesName;

  PullPolicy(String kubernetesName) {
    this.kubernetesName = kubernetesName;
  }

  /** The value that a container carries. */
  public String kubernetesName() {
    return kubernetesName;
  }
}
