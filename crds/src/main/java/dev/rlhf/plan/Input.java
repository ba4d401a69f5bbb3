package dev.rlhf.plan;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Something that a stage reads.
 *
 * @param uri as the manifest has it
 * @param path where the stage's process finds it; null for {@code demo://}, which the process makes
 * @param revision what a source that was fetched came to; null for every other one
 */
public record Input(
    String uri, String path, @JsonInclude(JsonInclude.Include.NON_NULL) String revision) {

  /** One that was not fetched. */
  public Input(String uri, String path) {
    this(uri, path, null);
  }
}
