package dev.rlhf.plan;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Something that a stage reads under a name of its own.
 *
 * @param uri as the manifest has it
 * @param path where the stage's process finds it; null for {@code demo://}, which the process makes
 * @param revision what a source that was fetched came to; null for every other one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NamedInput(String name, String uri, String path, String revision) {

  /** One that was not fetched. */
  public NamedInput(String name, String uri, String path) {
    this(name, uri, path, null);
  }

  /** The same without its name. */
  public Input input() {
    return new Input(uri, path, revision);
  }
}
