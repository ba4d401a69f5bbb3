package dev.rlhf.trainer.local;

import dev.rlhf.manifest.Source;
import dev.rlhf.plan.InvalidManifestException;
import dev.rlhf.plan.Places;
import dev.rlhf.plan.SourceUri;
import java.nio.file.Path;

/**
 * Files of this machine.
 *
 * @param root of the checkpoints
 * @param manifestFolder what relative paths are relative to
 */
record LocalPlaces(Path root, Path manifestFolder) implements Places {

  @Override
  public String checkpoints() {
    return root.toString();
  }

  @Override
  public String path(Source source) {
    SourceUri uri = SourceUri.of(source);
    return switch (uri.scheme()) {
      case DEMO -> null;
      case FILE -> manifestFolder.resolve(uri.rest()).normalize().toString();
      case PVC ->
          throw new InvalidManifestException(
              "%s is on a cluster's claim, which a local run cannot read: copy it here and write file://path"
                  .formatted(source.uri()));
    };
  }
}
