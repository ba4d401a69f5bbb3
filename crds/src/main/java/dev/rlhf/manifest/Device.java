package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a stage's process computes on. */
public enum Device {
  /** The processors of its container. */
  @JsonProperty("cpu")
  CPU("cpu"),
  /** The first NVIDIA GPU that its container sees. */
  @JsonProperty("cuda")
  CUDA("cuda");

  private final String id;

  Device(String id) {
    this.id = id;
  }

  /** The word in manifests and in the environment of a stage's process. */
  public String id() {
    return id;
  }
}
