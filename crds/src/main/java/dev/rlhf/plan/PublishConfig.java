package dev.rlhf.plan;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * What {@code publish.yaml} holds: which model goes where.
 *
 * @param version of this format
 * @param root the root of the checkpoint volume, an absolute path
 * @param model the checkpoint to publish
 * @param target the folder that it is to be, an absolute path
 * @param uri of that folder, for messages
 */
@JsonPropertyOrder({"version", "run", "root", "model", "target", "uri"})
public record PublishConfig(
    int version, RunIdentity run, String root, Parent model, String target, String uri) {

  /** The version that this code reads and writes. */
  public static final int VERSION = 1;

  public PublishConfig {
    Requirement.that(
        version == VERSION,
        "version %s of publish.yaml is not known: write version %s",
        version,
        VERSION);
    Requirement.that(run != null, "run is missing: write it");
    Requirement.that(root != null, "root is missing: write it");
    Requirement.that(
        model != null && model.path() != null && model.digest() != null,
        "model is missing: write its path and digest");
    Requirement.that(target != null, "target is missing: write it");
    Requirement.that(uri != null, "uri is missing: write it");
  }
}
