package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of the checkpoint claim when its run is deleted. */
public enum ClaimRetention {
  @JsonProperty("Retain")
  RETAIN,
  @JsonProperty("Delete")
  DELETE
}
