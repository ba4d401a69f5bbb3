package dev.rlhf.plan;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.rlhf.manifest.Source;

/**
 * What {@code publish.yaml} holds: which model goes where. Secrets are not in it: they come from
 * the environment.
 *
 * @param version of this format
 * @param root the root of the checkpoint volume, an absolute path
 * @param model the checkpoint to publish
 * @param target the folder that it is to be, an absolute path; null in an object store
 * @param uri of that folder
 * @param services how an object store is reached; null where it is none
 */
@JsonPropertyOrder({"version", "run", "root", "model", "target", "uri", "services"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PublishConfig(
    int version,
    RunIdentity run,
    String root,
    Parent model,
    String target,
    String uri,
    Services services) {

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
    Requirement.that(uri != null, "uri is missing: write it");
    if (isStored(uri)) {
      Requirement.that(target == null, "target is no folder of %s: leave it out", uri);
      Requirement.that(services != null, "services is missing: write how %s is reached", uri);
    } else {
      Requirement.that(target != null, "target is missing: write it");
      Requirement.that(services == null, "services do not lead to %s: leave it out", uri);
    }
  }

  /** A model that goes to a folder. */
  public static PublishConfig toFolder(
      RunIdentity run, String root, Parent model, String target, String uri) {
    return new PublishConfig(VERSION, run, root, model, target, uri, null);
  }

  /** A model that goes to an object store. */
  public static PublishConfig toStore(
      RunIdentity run, String root, Parent model, String uri, Services services) {
    return new PublishConfig(VERSION, run, root, model, null, uri, services);
  }

  /** Whether it goes to an object store. */
  @JsonIgnore
  public boolean isStored() {
    return isStored(uri);
  }

  /** Whether that is in an object store. */
  public static boolean isStored(String uri) {
    return SourceUri.of(new Source(uri)).scheme() == SourceUri.Scheme.S3;
  }
}
