package dev.rlhf.plan;

import dev.rlhf.manifest.Checkpoints;
import dev.rlhf.manifest.FetchedSource;
import dev.rlhf.manifest.Output;
import dev.rlhf.manifest.Source;
import java.util.Optional;

/**
 * The mounts of a stage's pod: the run's claim, which holds what was fetched, too, and each claim
 * of a {@code pvc://} once.
 */
public record PodPlaces(Checkpoints settings, Fetched fetched) implements Places {
  /** Where the run's claim is mounted. */
  public static final String CHECKPOINTS = "/checkpoints";

  /** Below it, each claim of a {@code pvc://} uri is mounted under its own name. */
  public static final String SOURCES = "/sources";

  /** Where the claim is mounted that the final model is published to. */
  public static final String OUTPUT = "/output";

  /**
   * The absolute path that the final model gets; null where it goes to an object store.
   *
   * @throws InvalidManifestException when a pod cannot write there
   */
  public static String path(Output output) {
    SourceUri uri = SourceUri.of(new Source(output.uri()));
    return switch (uri.scheme()) {
      case PVC -> OUTPUT + uri.rest().substring(uri.rest().indexOf('/'));
      case S3 -> null;
      case FILE, HF, DEMO ->
          throw new InvalidManifestException(
              "%s is on your own machine, which a pod cannot write to: write output.uri as pvc://claim/path or s3://bucket/path"
                  .formatted(output.uri()));
    };
  }

  @Override
  public String checkpoints() {
    return settings.path() == null ? CHECKPOINTS : CHECKPOINTS + "/" + settings.path();
  }

  @Override
  public String path(Source source) {
    SourceUri uri = SourceUri.of(source);
    return switch (uri.scheme()) {
      case DEMO -> null;
      case HF, S3 -> fetched.path(source, checkpoints());
      case PVC -> SOURCES + "/" + uri.rest();
      case FILE ->
          throw new InvalidManifestException(
              "%s is on your own machine, which a pod cannot read: put it on a claim and write pvc://claim/path"
                  .formatted(source.uri()));
    };
  }

  @Override
  public Optional<FetchedSource> fetched(Source source) {
    return fetched.of(source);
  }
}
