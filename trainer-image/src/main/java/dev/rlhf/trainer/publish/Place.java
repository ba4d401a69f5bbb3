package dev.rlhf.trainer.publish;

import dev.rlhf.contract.CheckpointManifest.FileEntry;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** Where the final model is wanted. */
sealed interface Place extends Closeable permits FolderPlace, BucketPlace {

  /** Whether a model, or something else, is there that is not to be touched. */
  boolean isTaken() throws IOException;

  /** What is said of the model there; empty where none of ours is. */
  Optional<PublishedManifest> manifest() throws IOException;

  /** Whether a file is there with these very bytes. */
  boolean holds(String name, FileEntry file) throws IOException;

  /**
   * Brings a model there.
   *
   * @return false where somebody else's has come there meanwhile
   */
  boolean put(FinalModel model) throws IOException;

  @Override
  default void close() {}
}
