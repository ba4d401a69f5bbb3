package dev.rlhf.plan;

import dev.rlhf.manifest.FetchedSource;
import dev.rlhf.manifest.Source;
import java.util.Optional;

/** Where a stage's process finds volumes and sources: differs between a pod and a local process. */
public interface Places {
  /** The root of the checkpoint volume, an absolute path. */
  String checkpoints();

  /**
   * The absolute path of what a uri names, or null where the process makes it from a seed, and
   * where it is still to be fetched: no stage begins before that.
   *
   * @throws InvalidManifestException when such a uri cannot be read in this place
   */
  String path(Source source);

  /** What was fetched of a uri; empty where it is still to be, and for what is not fetched. */
  Optional<FetchedSource> fetched(Source source);
}
