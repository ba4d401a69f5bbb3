package dev.rlhf.trainer.local;

import dev.rlhf.manifest.FetchedSource;
import dev.rlhf.manifest.Source;
import dev.rlhf.plan.Fetched;
import dev.rlhf.plan.InvalidManifestException;
import dev.rlhf.plan.Places;
import dev.rlhf.plan.SourceUri;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Files of this machine.
 *
 * @param root of the checkpoints
 * @param manifestFolder what relative paths are relative to
 * @param fetched what lies below the root already
 */
record LocalPlaces(Path root, Path manifestFolder, Fetched fetched) implements Places {

  @Override
  public String checkpoints() {
    return root.toString();
  }

  @Override
  public String path(Source source) {
    SourceUri uri = SourceUri.of(source);
    return switch (uri.scheme()) {
      case DEMO -> null;
      case HF, S3 -> fetched.path(source, checkpoints());
      case FILE -> manifestFolder.resolve(uri.rest()).normalize().toString();
      case PVC ->
          throw new InvalidManifestException(
              "%s is on a cluster's claim, which a local run cannot read: copy it here and write file://path"
                  .formatted(source.uri()));
    };
  }

  @Override
  public Optional<FetchedSource> fetched(Source source) {
    return fetched.of(source);
  }
}
