package dev.rlhf.plan;

import dev.rlhf.manifest.Source;

/**
 * A source, and where in the manifest it stands.
 *
 * @param field for example {@code spec.model.uri}
 */
public record SourceField(String field, Source source, Kind kind) {

  /** What a source holds. */
  public enum Kind {
    /** A folder, as Hugging Face lays one out. */
    MODEL,
    /** A file of JSON lines. */
    DATA
  }
}
