package dev.rlhf.plan;

import dev.rlhf.manifest.Source;

/** Where a stage's process finds volumes and sources: differs between a pod and a local process. */
public interface Places {
  /** The root of the checkpoint volume, an absolute path. */
  String checkpoints();

  /**
   * The absolute path of what a uri names, or null where the process makes it from a seed.
   *
   * @throws InvalidManifestException when such a uri cannot be read in this place
   */
  String path(Source source);
}
